import type { ResultGroup, ResultRow } from "./results.ts";

/** The row of a contender in a group. Throws for one that was not measured. */
export function findRow(groups: readonly ResultGroup[], groupName: string, contender: string): ResultRow {
  const group = groups.find(({ name }) => name === groupName);
  const row = group?.rows.find((candidate) => candidate.contender === contender);
  if (!row) throw new Error(`no figure of ${contender} in "${groupName}": run the bench again`);
  return row;
}

/** The factor by which podkey is better than a contender, with its group's name, for each group that has it. */
export function ratiosAgainst(
  groups: readonly ResultGroup[],
  contender: string,
): { readonly group: string; readonly median: number; readonly high: number }[] {
  return groups.flatMap(({ name, rows }) => {
    const ratio = rows.find((row) => row.contender === contender)?.ratio;
    return ratio ? [{ group: name, median: ratio.median, high: ratio.high }] : [];
  });
}
