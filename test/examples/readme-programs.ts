import { mkdir, writeFile } from "node:fs/promises";
import { ROOT } from "../../tools/manifest.ts";
import { faultOf, runProcess } from "../../tools/run-process.ts";
import { blocksOf, type DocumentedBlock, documentedPages } from "../support/documented-blocks.ts";
import { bundleExample } from "./bundle-example.ts";
import { askWorkerModule } from "./edge-platforms.ts";
import type { Example } from "./example.ts";
import type { AwsSurroundings } from "./surroundings.ts";

const BIN = `${ROOT}/node_modules/.bin`;
const ADMINISTRATOR = { arn: "arn:aws:iam::111122223333:user/" };

/** What a session calls besides operations. The command answers for STS; for S3 it says what is missing. */
const SESSION_CALLS = `
const identityUrl = "https://sts.us-west-2.amazonaws.com/?Action=GetCallerIdentity&Version=2011-06-15";
const signed = await aws.fetch(new Request(identityUrl, { headers: { accept: "application/json" } }));
const presigned = await fetch((await aws.presign(identityUrl)).url);
const objectUrl = "https://amzn-s3-demo-bucket.s3.us-west-2.amazonaws.com/report.pdf";
const object = await aws.fetch(new Request(objectUrl, { method: "PUT", body: "report" }), { redirect: "error" });
const streamed = await aws.fetch(objectUrl, { method: "PUT", body: new Response("report").body });
const statuses = [signed.status, presigned.status, object.status, streamed.status];
`;
const SESSION_ANSWER = [200, 200, 501, 501];

const SESSION_PROGRAM = `
import { connect } from "podkey/node";
const aws = connect();
${SESSION_CALLS}
await aws.close();
console.log(JSON.stringify(statuses));
`;

const SESSION_WORKER = `
import { connect } from "podkey/cloudflare";
export default {
  async fetch(_request: Request, env: object): Promise<Response> {
    const aws = connect({ env });
    ${SESSION_CALLS}
    return Response.json(statuses);
  },
};
`;

/** How each runtime starts a program, and the import path that stands for `podkey/node` there. */
const RUNTIMES = [
  { runtime: "Node", specifier: "podkey/node", command: [`${BIN}/node`, "--no-warnings"] },
  { runtime: "Bun", specifier: "podkey/bun", command: [`${BIN}/bun`] },
  {
    runtime: "Deno",
    specifier: "podkey/deno",
    command: [`${BIN}/deno`, "run", "--no-prompt", "--allow-net", "--allow-env"],
  },
] as const;

/** The README's programs, by nothing but the variables that `podkey emulator` prints. */
export const README_PROGRAMS: readonly Example[] = [
  ...RUNTIMES.flatMap((runtime): Example[] => [
    {
      name: "readme",
      runtime: runtime.runtime,
      answer: "arn:aws:iam::111122223333:user/podkey 200",
      run: async (folder, aws) => outputOf(await readmeBlock("ts run", "connect"), runtime, folder, aws),
    },
    {
      name: "readme-session",
      runtime: runtime.runtime,
      answer: SESSION_ANSWER,
      run: async (folder, aws) => JSON.parse(await outputOf(SESSION_PROGRAM, runtime, folder, aws)),
    },
  ]),
  {
    name: "readme",
    runtime: "workerd",
    answer: ADMINISTRATOR,
    run: async (folder, aws) => askWorker(await readmeBlock("ts worker"), folder, aws),
  },
  {
    name: "readme-session",
    runtime: "workerd",
    answer: SESSION_ANSWER,
    run: (folder, aws) => askWorker(SESSION_WORKER, folder, aws),
  },
];

/** Runs a program and returns what it printed. */
async function outputOf(
  code: string,
  { specifier, command }: (typeof RUNTIMES)[number],
  folder: string,
  { emulator }: AwsSurroundings,
): Promise<string> {
  await mkdir(folder, { recursive: true });
  await writeFile(`${folder}/program.ts`, code.replaceAll('"podkey/node"', `"${specifier}"`));
  const outcome = await runProcess([...command, "program.ts"], { cwd: folder, env: emulator.env });
  const fault = faultOf(outcome);
  if (fault) throw new Error(fault);
  return outcome.stdout.trim();
}

async function askWorker(code: string, folder: string, { emulator }: AwsSurroundings): Promise<unknown> {
  await mkdir(folder, { recursive: true });
  await writeFile(`${folder}/worker.ts`, code);
  const contents = await bundleExample(`${folder}/worker.ts`, "esm");
  return askWorkerModule(contents, { compatibilityDate: "2026-06-01", bindings: { ...emulator.env } });
}

/** Returns the code of the README's first block of a kind whose fence holds a word. */
async function readmeBlock(kind: string, word?: string): Promise<string> {
  const [readme] = await documentedPages();
  const blocks: DocumentedBlock[] = readme ? blocksOf(readme, kind) : [];
  const block = blocks.find(({ words }) => word === undefined || words.includes(word));
  if (!block) throw new Error(`the README has no block of the kind "${kind} ${word ?? ""}"`);
  return block.code;
}
