import { ROOT } from "../../tools/manifest.ts";
import { faultOf, runProcess } from "../../tools/run-process.ts";
import type { Program } from "./programs.ts";

/** A runtime that can run a file of a project. */
export interface Host {
  readonly name: string;
  /** Returns the command for a project folder, to which the path of a file is appended. */
  readonly command: (project: string) => readonly string[];
}

const BIN = `${ROOT}/node_modules/.bin`;

/** The supported Node versions, each with the path of its binary. */
export const NODES: readonly (readonly [version: string, path: string])[] = [
  ["22", `${ROOT}/node_modules/node22/bin/node`],
  ["24", `${BIN}/node`],
  ["26", `${ROOT}/node_modules/node26/bin/node`],
];

/** Every runtime that runs files, with no permission except to read the project. Deno needs none for imports. */
export const HOSTS: readonly Host[] = [
  ...NODES.map(([version, node]): Host => ({ name: `Node ${version}`, command: () => [node] })),
  ...NODES.map(
    ([version, node]): Host => ({
      name: `Node ${version} --permission`,
      command: (project) => [node, "--permission", `--allow-fs-read=${project}/*`],
    }),
  ),
  { name: "Bun", command: () => [`${BIN}/bun`, "--no-install"] },
  {
    name: "Deno, no permission",
    command: () => [
      `${BIN}/deno`,
      "run",
      "--quiet",
      "--no-prompt",
      "--no-lock",
      "--cached-only",
      "--node-modules-dir=manual",
    ],
  },
];

/** Runs a program and returns the report that it prints. Throws if it fails, keeps running, or prints anything else. */
export async function runOnHost(host: Host, project: string, { file }: Program): Promise<unknown> {
  const env = { PATH: process.env["PATH"], HOME: process.env["HOME"] };
  const command = [...host.command(project), `programs/main-${file}`];
  const outcome = await runProcess(command, { cwd: project, env, timeoutMs: 10_000 });
  const fault = faultOf(outcome);
  if (fault) throw new Error(fault);
  const [line = "", ...more] = `${outcome.stdout}${outcome.stderr}`.trimEnd().split("\n");
  if (more.length > 0) throw new Error(`printed more than its report: ${outcome.stdout}${outcome.stderr}`);
  return JSON.parse(line);
}
