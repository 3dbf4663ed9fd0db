import process from "node:process";
import { isBuilt } from "../tools/is-built.ts";
import { BENCHES } from "./benches.ts";
import { type Bench, type Effort, FULL_EFFORT, QUICK_EFFORT } from "./framework/bench.ts";
import { type Result, saveResult, toResult } from "./framework/results.ts";
import { agreementLines } from "./report/agreement.ts";
import { writePage } from "./report/page.ts";

// `npm run bench [-- [--quick | --compare | --page] NAME…]`: measures, saves the results, and writes docs/benchmarks.md.
// `--compare` prints how the last two runs agree instead of measuring; `--page` only writes the page.

const FLAGS = ["--quick", "--compare", "--page"];

const words = process.argv.slice(2);
const flags = words.filter((word) => word.startsWith("--"));
const names = words.filter((word) => !word.startsWith("--"));
const known = BENCHES.map(({ name }) => name);
const unknown = [
  ...names.filter((name) => !known.includes(name)),
  ...flags.filter((flag) => !FLAGS.includes(flag)),
];
if (unknown.length > 0) {
  console.error(`unknown: ${unknown.join(", ")}; choose from ${known.join(", ")}, ${FLAGS.join(", ")}`);
  process.exit(2);
}

const chosen = BENCHES.filter(({ name }) => names.length === 0 || names.includes(name));
if (flags.includes("--compare")) {
  for (const line of await agreementLines(chosen)) console.log(line);
} else if (!flags.includes("--page")) {
  const isQuick = flags.includes("--quick");
  if (chosen.some(({ needsBuild }) => needsBuild) && !isBuilt()) {
    console.error(
      "dist/ is older than the sources: run `npm run build` first, or add --quick to measure the old build",
    );
    if (!isQuick) process.exit(2);
  }
  const effort = isQuick ? QUICK_EFFORT : FULL_EFFORT;
  for (const bench of chosen) await run(bench, effort);
}
await writePage(BENCHES);

async function run(bench: Bench, effort: Effort): Promise<void> {
  console.log(`\n${bench.title} (${bench.name})`);
  const startedMs = performance.now();
  const groups = await bench.measure(effort);
  const result = toResult(bench, effort, groups, (performance.now() - startedMs) / 1000);
  await saveResult(result);
  print(result);
}

function print({ groups, seconds }: Result): void {
  const rows = groups.flatMap((group) =>
    group.rows.map(({ contender, median, low, high, ratio }) => ({
      group: group.name,
      contender,
      [group.unit]: round(median),
      low: round(low),
      high: round(high),
      "podkey is better": ratio ? `${round(ratio.median)}x` : "",
    })),
  );
  console.table(rows);
  console.log(`${seconds} s`);
}

function round(value: number): number {
  return Number(value.toPrecision(3));
}
