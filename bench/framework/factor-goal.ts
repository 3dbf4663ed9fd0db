import type { Goal, Verdict } from "./bench.ts";
import { type ResultGroup, ratiosAgainst, times } from "./figures.ts";

/** How many times better podkey should be than a contender. */
interface FactorGoal {
  /** The name of the suite, as groups have it before the runtime's title. */
  readonly suite: string;
  readonly contender: string;
  readonly factor: number;
  /** The titles of the runtimes. */
  readonly titles: readonly string[];
  /** The contender that shows the floor. Default: the sum of all floors of the group. */
  readonly floor?: string;
}

/** Asks for a factor on each of some runtimes. The floor is the factor of the work that cannot be left out. */
export function factorGoal(wanted: FactorGoal): Goal {
  const { suite, contender, factor, titles } = wanted;
  return {
    what: `${suite}, compared with ${contender}`,
    goal: `${times(factor)} on ${titles.length > 1 ? "each" : titles[0]}`,
    judge: (groups) => judgeFactors(groups, wanted),
  };
}

function judgeFactors(
  groups: readonly ResultGroup[],
  { suite, contender, factor, titles, floor }: FactorGoal,
): Verdict {
  const names = titles.map((title) => `${suite}, ${title}`);
  const on = groups.filter(({ name }) => names.includes(name));
  const found = ratiosAgainst(on, contender);
  const limits = on.flatMap(({ name, rows }) => {
    const theirs = rows.find((row) => row.contender === contender)?.median;
    const floors = rows.filter((row) => (floor ? row.contender === floor : row.kind === "floor"));
    const least = floors.reduce((sum, { median }) => sum + median, 0);
    return theirs && least ? [`${runtimeOf(name)} ${times(theirs / least)}`] : [];
  });
  return {
    measured: found.map(({ group, median }) => `${runtimeOf(group)} ${times(median)}`).join(", "),
    isMet: found.length === names.length && found.every(({ median }) => median >= factor),
    floor: `${floor ?? "floors alone"}: ${limits.join(", ")}`,
  };
}

function runtimeOf(group: string): string {
  return group.split(", ").at(-1) ?? group;
}
