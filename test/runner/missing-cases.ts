import type { Run } from "./launch.ts";
import type { Outcome } from "./results.ts";

const EVERYWHERE = "test/cases/";

/** Adds a failure to a run for each case of the standard runtime that it did not have, so that no suite shrinks unnoticed. */
export function withMissingCases(runs: readonly Run[], standard: string): Run[] {
  const reference = runs.find(({ runtime }) => runtime === standard);
  const expected = count((reference?.outcomes ?? []).filter(({ file }) => file.startsWith(EVERYWHERE)));
  return runs.map((run) => ({ ...run, outcomes: [...run.outcomes, ...missing(run, expected, standard)] }));
}

/** Counts cases by file and name, because a name may occur more than once in a file. */
function count(outcomes: readonly Outcome[]): Map<string, { outcome: Outcome; times: number }> {
  const counts = new Map<string, { outcome: Outcome; times: number }>();
  for (const outcome of outcomes) {
    const key = `${outcome.file}\n${outcome.name}`;
    counts.set(key, { outcome, times: (counts.get(key)?.times ?? 0) + 1 });
  }
  return counts;
}

function missing(run: Run, expected: ReturnType<typeof count>, standard: string): Outcome[] {
  const actual = count(run.outcomes);
  return [...expected].flatMap(([key, { outcome, times }]) => {
    const lacking = times - (actual.get(key)?.times ?? 0);
    const problem = `did not run here, but on ${standard}`;
    return Array.from({ length: Math.max(0, lacking) }, () => ({ ...outcome, problem }));
  });
}
