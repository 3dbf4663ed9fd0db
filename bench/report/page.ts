import { mkdir, writeFile } from "node:fs/promises";
import { ROOT } from "../../tools/manifest.ts";
import { type Bench, FULL_EFFORT } from "../framework/bench.ts";
import { type Result, readResult } from "../framework/results.ts";
import { compareRuns } from "./agreement.ts";
import { drawChart } from "./chart.ts";
import { agreementTable, figureTable, goalTable, type Measured, minuteOf, versionTable } from "./tables.ts";

const PAGE = `${ROOT}/docs/benchmarks.md`;
const IMAGES = `${ROOT}/docs/images`;

/** Writes `docs/benchmarks.md` and its plots from the kept results of each bench that has been run. */
export async function writePage(benches: readonly Bench[]): Promise<void> {
  const found = await Promise.all(
    benches.map(async (bench) => ({ bench, result: await readResult(bench.name) })),
  );
  const all = found.flatMap(({ bench, result }) => (result ? [{ bench, result }] : []));
  if (all.length === 0) return;
  await mkdir(IMAGES, { recursive: true });
  await Promise.all(
    all.map(async ({ bench, result }) => {
      const plotted = result.groups.filter((group) => bench.isPlotted?.(group) ?? true);
      return writeFile(`${IMAGES}/bench-${bench.name}.svg`, await drawChart(bench.title, plotted));
    }),
  );
  await writeFile(PAGE, await pageOf(benches, all));
}

async function pageOf(benches: readonly Bench[], all: readonly Measured[]): Promise<string> {
  const agreements = await compareRuns(benches);
  return `${introduction(all)}
${all.map(section).join("\n")}
## Do two runs agree?

The factor by which podkey is better, or worse, in two runs on the same machine one after the other. Two factors agree if their spreads
meet. \`npm run bench -- --compare\` prints the same.

${agreements.length > 0 ? agreementTable(agreements) : "Only one run has been made so far."}
`;
}

function introduction(all: readonly Measured[]): string {
  const { processes, rounds, turnMs } = FULL_EFFORT;
  return `# How fast, how small, and beside whom?

Written by \`npm run bench\` from the results in \`bench/results/\`; do not edit it. \`npm run bench -- NAME\` measures one bench again.

## The goals

${goalTable(all)}

*Floor* is what the runtime asks for at least: no code is faster, or smaller.

## How it is measured

Every figure stands beside those of others that do the same, measured in the same run and by turns: a round gives each contender a turn of
at least ${turnMs} ms in an order of chance, ${rounds} rounds in each of ${processes} fresh processes of the runtime, after rounds that warm
up. The figure is the median of the rounds; the spread is where four rounds of five lie (the 10th and the 90th percentile). *podkey is better by*
compares both within each round, so that a slow moment of the machine weighs on both; below 1 podkey is the slower one. What is not timed is
exact.

${versionTable(all)}
`;
}

function section({ bench, result }: Measured): string {
  const { name, title, about } = bench;
  return `## ${title}

${about}

![${title}](images/bench-${name}.svg)

<details><summary>All figures, measured ${minuteOf(result.measuredAt)} in ${result.seconds} s by <code>${result.command}</code>${effortText(result)}</summary>

${figureTable(result)}

</details>
`;
}

/** A quick look says so: its figures are for whoever changes a bench, not for readers. */
function effortText({ effort }: Result): string {
  return effort.rounds < FULL_EFFORT.rounds ? ", a quick look only" : "";
}
