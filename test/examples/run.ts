import { isDeepStrictEqual } from "node:util";
import { withTemporaryFolder } from "../../tools/temporary-folder.ts";
import { finding, print } from "../package/report.ts";
import { checkAgentManifests } from "./agent-manifests.ts";
import { SELF_HOSTED_AGENT } from "./agent-self-hosted.ts";
import { BROWSER_PAGE } from "./browser-page.ts";
import { checkVariables } from "./deno-permissions.ts";
import { EDGE_PLATFORMS } from "./edge-platforms.ts";
import type { Example } from "./example.ts";
import { POD_SERVICES } from "./pod-services.ts";
import { README_PROGRAMS } from "./readme-programs.ts";
import { type AwsSurroundings, startSurroundings } from "./surroundings.ts";
import { buildIfStale, checkTypes, layOutUsersProject } from "./users-project.ts";

const EXAMPLES: readonly Example[] = [
  ...README_PROGRAMS,
  ...POD_SERVICES,
  SELF_HOSTED_AGENT,
  ...EDGE_PLATFORMS,
  BROWSER_PAGE,
];
/** With `--all`, an example that cannot run on this machine counts as a fault. */
const mustRunAll = process.argv.includes("--all");

const hasBuilt = await buildIfStale();
process.stdout.write(
  `the examples use the package in dist/, ${hasBuilt ? "built just now" : "which is newer than its sources"}\n`,
);
await withTemporaryFolder(async (project) => {
  await layOutUsersProject(project);
  print([await finding("types", () => checkTypes(project))]);
  print(await checkAgentManifests(`${project}/examples/agent`));
  const aws = await startSurroundings(project);
  try {
    for (const example of EXAMPLES) await runExample(example, project, aws);
    const denoService = `${project}/examples/deno-service`;
    print([await finding("deno-service", () => checkVariables(denoService, aws))]);
  } finally {
    await aws.close();
  }
});

async function runExample(example: Example, project: string, aws: AwsSurroundings): Promise<void> {
  const { name, runtime, absence } = example;
  const reason = absence?.();
  if (reason !== undefined && !mustRunAll) {
    process.stdout.write(`- ${name.padEnd(24)} NOT RUN: ${reason}\n`);
    return;
  }
  const outcome = await finding(name, async () => {
    if (reason !== undefined) throw new Error(reason);
    return `${runtime}: ${await answerOf(example, project, aws)}`;
  });
  print([outcome]);
}

async function answerOf(
  { name, run, answer: wanted }: Example,
  project: string,
  aws: AwsSurroundings,
): Promise<string> {
  const answer = await run(`${project}/examples/${name}`, aws);
  const text = JSON.stringify(answer);
  if (isDeepStrictEqual(withoutSessionName(answer), wanted)) return text;
  throw new Error(`answered ${text}, but should have answered ${JSON.stringify(wanted)}`);
}

/** Removes the session names from ARNs, because each session has another one. */
function withoutSessionName(answer: unknown): unknown {
  return JSON.parse(JSON.stringify(answer), (key, value) => {
    return key === "arn" ? String(value).replace(/[^/]*$/, "") : value;
  });
}
