import { mkdir, writeFile } from "node:fs/promises";
import process from "node:process";
import { installInto, packInto } from "../../tools/install-package.ts";
import { codeSubpaths, ROOT, readManifest, specifierOf } from "../../tools/manifest.ts";
import { faultOf, runProcess } from "../../tools/run-process.ts";
import { withTemporaryFolder } from "../../tools/temporary-folder.ts";
import { type Finding, finding, print } from "./report.ts";

const MODULES = `${ROOT}/node_modules`;

/** The oldest and the newest compiler that podkey supports, and those in between. TypeScript 7 is the native one. */
const COMPILERS = ["typescript5.5", "typescript5.9", "typescript", "typescript7"];
const RESOLUTIONS = { nodenext: "nodenext", bundler: "esnext" };

/** Which global types a user's program may know. */
const SURROUNDINGS = {
  "no types at all": { lib: ["es2022"], types: [], skipLibCheck: false },
  "Node's types": { lib: ["es2022"], types: ["node"], skipLibCheck: false },
  // Bun's own declarations have faults under these compilers.
  "Bun's types": { lib: ["esnext"], types: ["bun-types"], skipLibCheck: true },
  "DOM's types": { lib: ["es2022", "dom", "dom.iterable"], types: [], skipLibCheck: false },
};

/** Further programs to compile, by what they know of the web. */
const PROGRAMS_BY_SURROUNDINGS: Readonly<Record<string, readonly string[]>> = {
  "Node's types": ["web", "fetch"],
  "Bun's types": ["web"],
  "DOM's types": ["web", "fetch"],
};

/** What users do with the types that podkey takes from the web. */
const PROGRAM = `
import { type Bytes, type Ports, type Session, type SignedFetchInit } from "podkey";
declare const aws: Session;
const url = "https://sts.us-west-2.amazonaws.com/";
export const status: Promise<number> = aws.fetch(url).then((response) => response.status);
export const text: Promise<string> = aws.fetch(url, { method: "POST", body: "a" }).then((response) => response.text());
export const init: SignedFetchInit = { headers: { accept: "application/json" } };
export const ports: Partial<Ports> = { fetch: (sentTo) => aws.fetch(sentTo) };
export const bytes: Bytes = new Uint8Array(1);
export async function use(): Promise<void> {
  await using session = aws;
  await session.credentials();
}
`;

/** Names of the web, where the program knows them. */
const WEB_PROGRAM = `
import { type Session } from "podkey";
declare const aws: Session;
declare const signal: AbortSignal;
export const response: Promise<Response> = aws.fetch(new URL("https://example.com"), { signal, headers: new Headers() });
export const options = { retries: 2, service: "s3", region: "us-west-2", redirect: "error", keepalive: true } as const;
export const again: Promise<Response> = aws.fetch(new Request("https://example.com"), options);
export const called: (...given: Parameters<typeof fetch>) => ReturnType<typeof fetch> = aws.fetch;
export const presigned: Promise<{ url: string }> = aws.presign(new URL("https://example.com"));
`;

/** A session's `fetch` in the place of the global one. Bun's has members of its own, so only a call of it can be replaced. */
const FETCH_PROGRAM = `
import { type Session } from "podkey";
declare const aws: Session;
export const replaced: typeof fetch = aws.fetch;
`;

// Compiles the packed declarations of every entry with each compiler, resolution and surroundings.
await withTemporaryFolder(async (folder) => {
  const tarball = await packInto(folder);
  await installInto(folder, [tarball.path]);
  const imports = codeSubpaths(readManifest()).map(
    (subpath, index) => `export * as entry${index} from "${specifierOf(subpath)}";\n`,
  );
  await writeFile(`${folder}/entries.ts`, imports.join(""));
  await writeFile(`${folder}/program.ts`, PROGRAM);
  await writeFile(`${folder}/web.ts`, WEB_PROGRAM);
  await writeFile(`${folder}/fetch.ts`, FETCH_PROGRAM);
  print((await Promise.all(COMPILERS.map((compiler) => checkCompiler(folder, compiler)))).flat());
});

async function checkCompiler(folder: string, compiler: string): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const [resolution, module] of Object.entries(RESOLUTIONS)) {
    for (const [surroundings, known] of Object.entries(SURROUNDINGS)) {
      const project = `${folder}/${compiler}-${resolution}-${surroundings.replaceAll(/\W/g, "-")}`;
      const files = ["entries", "program", ...(PROGRAMS_BY_SURROUNDINGS[surroundings] ?? [])];
      const compilerOptions = {
        ...{ strict: true, exactOptionalPropertyTypes: true, noEmit: true, target: "es2022" },
        ...{ ...known, module, moduleResolution: resolution },
        typeRoots: [`${MODULES}/@types`, MODULES],
      };
      await mkdir(project, { recursive: true });
      await writeFile(
        `${project}/tsconfig.json`,
        JSON.stringify({ compilerOptions, files: files.map((name) => `../${name}.ts`) }),
      );
      findings.push(
        await finding(`${compiler}, ${resolution}`, () => compile(compiler, project, surroundings)),
      );
    }
  }
  return findings;
}

async function compile(compiler: string, project: string, surroundings: string): Promise<string> {
  const command = [process.execPath, `${MODULES}/${compiler}/bin/tsc`, "-p", project, "--pretty", "false"];
  const fault = faultOf(await runProcess(command, { cwd: ROOT, timeoutMs: 300_000 }));
  if (fault) throw new Error(`${surroundings}: ${fault}`);
  return `every entry compiles with ${surroundings}`;
}
