import type { Summary } from "./statistics.ts";

/** Whose figure a row holds: podkey's, that of a library that does the same work, or the work that cannot be left out, done alone. */
export type Kind = "podkey" | "peer" | "floor";

/** What one contender took, round by round. */
export interface Row {
  readonly contender: string;
  readonly kind: Kind;
  /** One figure a round, in the group's unit. An exact figure, for example a size, has one sample. */
  readonly samples: readonly number[];
  /** Name of the contender that this one is compared with. Default: the group's first of podkey's. */
  readonly baseline?: string | undefined;
}

/** Figures of the same work, measured in the same run, round by round. */
export interface Group {
  readonly name: string;
  /** For example `µs`, `ms`, `kB` or `calls/s`. */
  readonly unit: string;
  readonly better: "less" | "more";
  /** Whether the rows do different work, so that no factor between them means anything. Default: false. */
  readonly uncompared?: boolean;
  readonly rows: readonly Row[];
}

/** A row with its samples summed up. */
export interface ResultRow extends Row, Summary {
  /** By what factor podkey is better than this row, over the rounds. */
  readonly ratio?: Summary;
}

/** A group as it is written to `bench/results/`. */
export interface ResultGroup extends Omit<Group, "rows"> {
  readonly rows: readonly ResultRow[];
}

const SIGNIFICANT_DIGITS = 3;
const MAX_FRACTION_DIGITS = 4;

/** Returns the row of a contender in a group. Throws if it was not measured. */
export function findRow(groups: readonly ResultGroup[], groupName: string, contender: string): ResultRow {
  const group = groups.find(({ name }) => name === groupName);
  const row = group?.rows.find((candidate) => candidate.contender === contender);
  if (!row) throw new Error(`no figure of ${contender} in "${groupName}": run the bench again`);
  return row;
}

/** Returns the factor by which podkey is better than a contender, with the group's name, for each group that has it. */
export function ratiosAgainst(
  groups: readonly ResultGroup[],
  contender: string,
): { readonly group: string; readonly median: number; readonly high: number }[] {
  return groups.flatMap(({ name, rows }) => {
    const ratio = rows.find((row) => row.contender === contender)?.ratio;
    return ratio ? [{ group: name, median: ratio.median, high: ratio.high }] : [];
  });
}

/** Formats a figure for readers: three significant digits, with separators between thousands. */
export function readable(value: number): string {
  const rounded = Number(value.toPrecision(SIGNIFICANT_DIGITS));
  return rounded.toLocaleString("en", { maximumFractionDigits: MAX_FRACTION_DIGITS });
}

/** Formats a factor, for example `10.4x`. */
export function times(factor: number): string {
  return `${readable(factor)}x`;
}
