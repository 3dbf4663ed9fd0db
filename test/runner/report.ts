import type { Run } from "./launch.ts";
import type { Outcome } from "./results.ts";

const MESSAGE_LINES = 6;
const MAX_FAILURES = 40;

/** Writes the table of a whole run, followed by its failures. */
export function report(runs: readonly Run[]): string {
  const suites = [...new Set(runs.flatMap(({ outcomes }) => outcomes.map(suiteOf)))].toSorted();
  const rows = [
    ["", ...runs.map(({ title }) => title)],
    ["", ...runs.map(({ version }) => version)],
    ...suites.map((suite) => [suite].concat(runs.map((run) => cell(run.outcomes, suite)))),
    ["all", ...runs.map(({ outcomes }) => cell(outcomes))],
    ["seconds", ...runs.map(({ seconds }) => seconds.toFixed(1))],
  ];
  return [table(rows), ...failures(runs)].join("\n\n");
}

/** Counts the failed cases. */
export function failureCount(runs: readonly Run[]): number {
  return runs.flatMap(({ outcomes }) => outcomes).filter(hasFailed).length;
}

function suiteOf({ file }: Outcome): string {
  const [top = "", folder = "", name = ""] = file.split("/");
  return top === "test" && folder === "cases" ? name.replace(/\.test\.ts$/, "") : [top, folder].join("/");
}

function cell(all: readonly Outcome[], suite?: string): string {
  const outcomes = suite === undefined ? all : all.filter((outcome) => suiteOf(outcome) === suite);
  if (outcomes.length === 0) return "";
  const failed = outcomes.filter(hasFailed).length;
  return failed === 0 ? String(outcomes.length) : `${failed} of ${outcomes.length} FAIL`;
}

function hasFailed({ problem }: Outcome): boolean {
  return problem !== undefined;
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string => {
    const cells = row.map((text, column) => {
      const width = widths[column] ?? 0;
      return column === 0 ? text.padEnd(width) : text.padStart(width);
    });
    return cells.join("  ").trimEnd();
  };
  return rows.map(line).join("\n");
}

function failures(runs: readonly Run[]): string[] {
  const all = runs.flatMap(({ title, version, outcomes }) => {
    return outcomes.filter(hasFailed).map((outcome) => describe(`${title} ${version}`.trim(), outcome));
  });
  const hidden = all.length - MAX_FAILURES;
  return hidden > 0 ? [...all.slice(0, MAX_FAILURES), `and ${hidden} more failures`] : all;
}

function describe(runtime: string, { file, name, problem = "" }: Outcome): string {
  const message = problem.split("\n").slice(0, MESSAGE_LINES).join("\n    ");
  return `FAIL ${runtime}: ${file}: ${name}\n    ${message}`;
}
