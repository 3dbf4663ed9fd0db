import { spawnSync } from "node:child_process";
import process from "node:process";
import { fileURLToPath } from "node:url";

/** How a runtime starts the test runner. */
interface Launcher {
  readonly project: string;
  readonly command: readonly string[];
  readonly flags?: readonly string[];
}

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const CONFIG = "test/contract/vitest.config.ts";
const VITEST = "node_modules/vitest/vitest.mjs";
const DENO_FLAGS = [
  "--allow-all",
  "--unstable-kv",
  "--unstable-cron",
  "--node-modules-dir=manual",
  "--cached-only",
];

const LAUNCHERS: readonly Launcher[] = [
  { project: "node", command: ["node_modules/node/bin/node"] },
  { project: "bun", command: ["node_modules/.bin/bun", "--bun"], flags: ["--pool=threads"] },
  { project: "deno", command: ["node_modules/.bin/deno", "run", ...DENO_FLAGS] },
  { project: "workerd", command: ["node_modules/node/bin/node"] },
];

/** The programs that the runs need, and how to install them. */
const PROGRAMS: readonly (readonly [program: string, source: string])[] = [
  ["redis-server", "apt-get install --no-install-recommends redis-server"],
  ...[...new Set(LAUNCHERS.map(({ command: [program = ""] }) => program))].map(
    (program) => [program, "npm ci"] as const,
  ),
];

const [, , ...wanted] = process.argv;
const missing = PROGRAMS.filter(([program]) => spawnSync(program, ["--version"], { cwd: ROOT }).status !== 0);
for (const [program, source] of missing) process.stderr.write(`contract: ${program} is missing; ${source}\n`);
const chosen = LAUNCHERS.filter(({ project }) => wanted.length === 0 || wanted.includes(project));
const failed = missing.length > 0 ? chosen : chosen.filter((launcher) => !run(launcher));
for (const { project } of failed) process.stderr.write(`contract: the stores failed on ${project}\n`);
process.exitCode = failed.length === 0 && chosen.length > 0 ? 0 : 1;

/** Runs all contract tests of one runtime. */
function run({ project, command, flags = [] }: Launcher): boolean {
  const [program = "", ...parameters] = command;
  process.stdout.write(`contract: the stores on ${project}\n`);
  const vitest = [VITEST, "run", "--config", CONFIG, "--project", project, ...flags];
  return spawnSync(program, [...parameters, ...vitest], { cwd: ROOT, stdio: "inherit" }).status === 0;
}
