import { mkdir, writeFile } from "node:fs/promises";
import { ROOT } from "../../tools/manifest.ts";
import { type Bench, FULL_EFFORT } from "../framework/bench.ts";
import { type Result, readResult } from "../framework/results.ts";
import { compareRuns } from "./agreement.ts";
import { drawChart } from "./chart.ts";
import { agreementTable, figureTable, goalTable, type Measured, minuteOf, versionTable } from "./tables.ts";

const PAGE = `${ROOT}/docs/benchmarks.md`;
const IMAGES = `${ROOT}/docs/images`;

/** Writes `docs/benchmarks.md` and its charts from the results in `bench/results/`. */
export async function writePage(benches: readonly Bench[]): Promise<void> {
  const found = await Promise.all(
    benches.map(async (bench) => ({ bench, result: await readResult(bench.name) })),
  );
  const all = found.flatMap(({ bench, result }) => (result ? [{ bench, result }] : []));
  if (all.length === 0) return;
  await mkdir(IMAGES, { recursive: true });
  await Promise.all(all.map(writeImages));
  await writeFile(PAGE, await pageOf(benches, all));
}

async function writeImages({ bench, result: { groups } }: Measured): Promise<void> {
  const { name, title, picture } = bench;
  const plotted = groups.filter((group) => bench.isPlotted?.(group) ?? true);
  await writeFile(`${IMAGES}/bench-${name}.svg`, await drawChart(title, plotted));
  if (!picture) return;
  await writeFile(`${IMAGES}/${picture.file}.svg`, await drawChart(picture.title, picture.groups(groups)));
}

async function pageOf(benches: readonly Bench[], all: readonly Measured[]): Promise<string> {
  const agreements = await compareRuns(benches);
  return `${introduction(all)}
${all.map(section).join("\n")}
## Agreement of two runs

Each factor by which podkey is better, or worse, compared between the last two runs of each bench, on the same machine. The run before the last one
is the previous version of its file in git. Two factors agree if their spreads overlap. \`npm run bench -- --compare\` prints the same table.

${agreements.length > 0 ? agreementTable(agreements) : "The history holds one run only."}
`;
}

function introduction(all: readonly Measured[]): string {
  const { processes, rounds, turnMs } = FULL_EFFORT;
  return `# Benchmarks

After reading this page you know how fast and how small podkey is, compared with other libraries, and how to measure it again. \`npm run bench\`
writes the page from the results in \`bench/results/\`; do not edit it. \`npm run bench -- NAME\` measures one bench again.

## Goals

${goalTable(all)}

*Floor* is the work that cannot be left out, done alone, in the way that its row names. It shows how much room is left. It is no
proof that all other ways are slower.

## Method

podkey and its peers are measured in the same run, by turns. A round gives each contender a turn of at least ${turnMs} ms, in a random order. There
are ${rounds} rounds in each of ${processes} fresh processes of the runtime, after warm-up rounds. Each figure is the median of the rounds; its
spread is the range from the 10th to the 90th percentile. *podkey is better by* compares podkey with a peer within each round, so that a slow moment
of the machine affects both; below 1, podkey is slower. Figures that are not timed are exact.

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

/** Marks the figures of `--quick` runs, which are too few for readers. */
function effortText({ effort }: Result): string {
  return effort.rounds < FULL_EFFORT.rounds ? ", with too few rounds to rely on" : "";
}
