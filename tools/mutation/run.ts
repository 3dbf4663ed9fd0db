import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import process from "node:process";
import { ROOT } from "../manifest.ts";
import { withTemporaryFolder } from "../temporary-folder.ts";
import { type MutationOptions, parseMutationOptions } from "./arguments.ts";
import { type MutantRecord, RESULTS_VARIABLE, SAMPLE_VARIABLE, SEED_VARIABLE } from "./records.ts";
import { reportOn } from "./report.ts";
import { mutatePatterns } from "./targets.ts";

// `npm run mutation -- [PATH…] [--changed BASE] [--sample N --seed N] [--seconds N] [--static] [--tests GLOBS]
// [--at-least PERCENT]`: changes the sources one place at a time, runs the tests that cover the place, and reports the changes that no test notices.

const options = parseMutationOptions(process.argv.slice(2));
const patterns = mutatePatterns(options);
if (patterns.length === 0) {
  process.stdout.write("mutation: no source changed\n");
} else {
  const records = await withTemporaryFolder((folder) => runStryker(folder, patterns, options));
  const { text, score } = reportOn(records);
  process.stdout.write(text);
  if (score < options.atLeast) process.exitCode = 1;
}

async function runStryker(
  folder: string,
  mutate: readonly string[],
  { sample, seed, seconds, tests, isStatic }: MutationOptions,
): Promise<MutantRecord[]> {
  const results = `${folder}/results.jsonl`;
  await writeFile(`${folder}/stryker.config.json`, JSON.stringify(strykerConfig(mutate, !isStatic)));
  const env = {
    ...process.env,
    PODKEY_MUTATION_TESTS: tests,
    [RESULTS_VARIABLE]: results,
    [SAMPLE_VARIABLE]: String(sample),
    [SEED_VARIABLE]: String(seed),
  };
  const args = ["node_modules/@stryker-mutator/core/bin/stryker.js", "run", `${folder}/stryker.config.json`];
  // A process group of its own, because Stryker leaves its test runners behind when it is ended early.
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env,
    stdio: ["ignore", "inherit", "inherit"],
    detached: true,
  });
  let isLate = false;
  const stop = (): void => {
    isLate = true;
    signalGroup(child.pid, "SIGTERM");
  };
  process.once("SIGINT", stop);
  const timer = Number.isFinite(seconds) ? setTimeout(stop, seconds * 1000) : undefined;
  const [code] = (await once(child, "exit")) as [number | null];
  clearTimeout(timer);
  process.off("SIGINT", stop);
  signalGroup(child.pid, "SIGKILL");
  if (!existsSync(results)) {
    // Nothing to mutate in these lines, or too little time for the first test run.
    if (code === 0 || isLate) return [];
    throw new Error(`Stryker tested no mutant, and ended with exit code ${code}`);
  }
  const lines = (await readFile(results, "utf8")).split("\n").filter((line) => line !== "");
  return lines.map((line) => JSON.parse(line) as MutantRecord);
}

/** Signals every process of a group. Does nothing if the group has ended. */
function signalGroup(leader: number | undefined, signal: NodeJS.Signals): void {
  if (leader === undefined) return;
  try {
    process.kill(-leader, signal);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}

/** Two processes at most. Stryker copies the project, so that the working tree stays as it is. */
function strykerConfig(mutate: readonly string[], ignoreStatic: boolean): object {
  return {
    testRunner: "vitest",
    vitest: { configFile: "test/runner/mutation.config.ts" },
    plugins: ["@stryker-mutator/vitest-runner", `${ROOT}/tools/mutation/stryker-plugins.ts`],
    checkers: ["sampler"],
    ignorers: ["prose"],
    reporters: ["recorder"],
    mutate,
    ignoreStatic,
    warnings: { slow: false },
    concurrency: 2,
    coverageAnalysis: "perTest",
    timeoutMS: 30_000,
    dryRunTimeoutMinutes: 15,
    tempDirName: ".stryker-tmp",
    ignorePatterns: ["/.venv", "/bench", "/dist", "/dist-agent"],
    fileLogLevel: "off",
    logLevel: "warn",
    allowConsoleColors: false,
  };
}
