import { parseArgs } from "node:util";
import * as fc from "fast-check";
import { histories } from "./model-histories.ts";
import { playHistory } from "./refresh-model.ts";

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "500" },
    seed: { type: "string", default: "1" },
    events: { type: "string", default: "40" },
  },
});

const holds = fc.asyncProperty(histories(Number(values.events)), async (history) => {
  const broken = await playHistory(history);
  if (broken.length > 0) throw new Error(broken[0]);
});
const report = await fc.check(holds, {
  seed: Number(values.seed),
  numRuns: Number(values.runs),
  endOnFailure: true,
});
if (report.failed) {
  process.stderr.write(`history ${report.numRuns}: ${String(report.errorInstance)}\n`);
  process.stderr.write(`${JSON.stringify(report.counterexample)}\n`);
  process.exitCode = 1;
} else process.stdout.write(`${report.numRuns} histories kept every promise\n`);
