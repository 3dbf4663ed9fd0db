import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { launch, type Run } from "./runner/launch.ts";
import { MACHINE_RUNTIMES, NPM_RUNTIMES } from "./runner/launchers.ts";
import { withMissingCases } from "./runner/missing-cases.ts";
import { failureCount, report } from "./runner/report.ts";

/** What every other runtime is compared with. */
const STANDARD = "node24";
/** A small machine has two cores. */
const AT_A_TIME = 2;

const all = process.argv.includes("--all");
const launchers = all ? [...NPM_RUNTIMES, ...MACHINE_RUNTIMES] : NPM_RUNTIMES;
const folder = mkdtempSync(join(tmpdir(), "podkey-test-"));
process.stdout.write(`the suite on ${launchers.length} runtimes; results in ${folder}\n`);

const waiting = [...launchers];
const finished = new Map<string, Run>();
await Promise.all(Array.from({ length: AT_A_TIME }, work));
const runs = launchers.flatMap(({ runtime }) => finished.get(runtime) ?? []);

const complete = withMissingCases(runs, STANDARD);
const failed = failureCount(complete);
process.stdout.write(`\n${report(complete)}\n\n${failed === 0 ? "all passed" : `${failed} failed`}\n`);
process.exitCode = failed === 0 ? 0 : 1;

async function work(): Promise<void> {
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const run = await launch(next, folder);
    finished.set(next.runtime, run);
    const outcome = failureCount([run]) === 0 ? "passed" : "FAILED";
    process.stdout.write(`${run.title} ${run.version}: ${outcome} in ${run.seconds.toFixed(1)} s\n`);
  }
}
