import type { Bench } from "../framework/bench.ts";
import { type ResultGroup, type ResultRow, readable, times } from "../framework/figures.ts";
import type { Result } from "../framework/results.ts";
import { type Agreement, describePair } from "./agreement.ts";

/** A bench and the result of its last run. */
export interface Measured {
  readonly bench: Bench;
  readonly result: Result;
}

/** Writes a Markdown table. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

function line(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}

/** Writes the table of goals, with the figure that judges each. */
export function goalTable(all: readonly Measured[]): string {
  const rows = all.flatMap(({ bench, result }) =>
    (bench.goals ?? []).map(({ what, goal, judge, reason }) => {
      const { measured, isMet, floor = "–" } = judge(result.groups);
      const verdict = isMet ? "yes" : `**no**${reason ? `: ${reason}` : ""}`;
      return [what, goal, measured, floor, verdict, `\`${result.command}\``];
    }),
  );
  return table(["what", "goal", "measured", "floor", "met", "command"], rows);
}

/** Writes the table of all figures of a run. */
export function figureTable({ groups }: Result): string {
  const rows = groups.flatMap((group) => group.rows.map((row, index) => figureRow(group, row, index === 0)));
  return table(["", "", "median", "10th–90th percentile", "podkey is better by"], rows);
}

/** Writes the table that shows whether two runs agree. */
export function agreementTable(agreements: readonly Agreement[]): string {
  const rows = agreements.map(({ bench, measuredAt, factors, apart }) => [
    bench,
    measuredAt.map(minuteOf).join(", "),
    `${factors - apart.length} of ${factors}`,
    apart.map(describePair).join("; ") || "–",
  ]);
  return table(["bench", "runs", "factors whose spreads overlap", "factors whose spreads do not"], rows);
}

/** Writes the table of machines, runtimes and packages. */
export function versionTable(all: readonly Measured[]): string {
  const results = all.map(({ result }) => result);
  const merged = (pick: (result: Result) => Readonly<Record<string, string>>): string =>
    Object.entries(Object.assign({}, ...results.map(pick)) as Record<string, string>)
      .map(([name, version]) => `${name} ${version}`)
      .join(", ");
  const machines = results.map(({ machine: { cpu, cores, memoryGiB, system } }) => {
    return `${cpu}, ${cores} cores, ${memoryGiB} GiB, ${system}`;
  });
  return table(
    ["", ""],
    [
      ["machine", [...new Set(machines)].join("; ")],
      ["runtimes", merged(({ runtimes }) => runtimes)],
      ["packages", merged(({ packages }) => packages)],
    ],
  );
}

/** Shortens an ISO 8601 time to the minute, for example `2026-11-22 03:34 UTC`. */
export function minuteOf(time: string): string {
  return `${time.slice(0, 16).replace("T", " ")} UTC`;
}

function figureRow({ name, unit }: ResultGroup, row: ResultRow, isFirst: boolean): string[] {
  const { contender, kind, median, low, high, ratio } = row;
  return [
    isFirst ? `**${name}**` : "",
    kind === "podkey" ? `**${contender}**` : contender,
    `${readable(median)} ${unit}`,
    high > low ? `${readable(low)}–${readable(high)}` : "exact",
    ratio ? factorText(ratio) : "",
  ];
}

function factorText({ median, low, high }: NonNullable<ResultRow["ratio"]>): string {
  return high > low ? `${times(median)} (${times(low)}–${times(high)})` : times(median);
}
