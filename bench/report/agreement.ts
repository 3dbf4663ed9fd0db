import type { Bench } from "../framework/bench.ts";
import { times } from "../framework/figures.ts";
import { type Result, readPreviousResult, readResult } from "../framework/results.ts";
import type { Summary } from "../framework/statistics.ts";

/** The factor of one row, in two runs. */
interface Pair {
  readonly name: string;
  readonly latest: Summary;
  readonly previous: Summary;
}

/** How the factors of two runs of a bench compare. */
export interface Agreement {
  readonly bench: string;
  /** When the runs were made: ISO 8601, in UTC. */
  readonly measuredAt: readonly [previous: string, latest: string];
  /** How many factors both runs have. */
  readonly factors: number;
  /** The factors whose spreads do not overlap. */
  readonly apart: readonly Pair[];
}

/** Compares the last two runs of each bench whose result, committed before, is of another run. */
export async function compareRuns(benches: readonly Bench[]): Promise<Agreement[]> {
  const compared = await Promise.all(
    benches.map(async ({ name }) => {
      const latest = await readResult(name);
      const previous = latest && readPreviousResult(latest);
      const agreement = latest && previous && compare(latest, previous);
      return agreement && agreement.factors > 0 ? [agreement] : [];
    }),
  );
  return compared.flat();
}

/** Returns, for each bench, a line with how many factors agree, and a line for each that does not. */
export async function agreementLines(benches: readonly Bench[]): Promise<string[]> {
  const agreements = await compareRuns(benches);
  return agreements.flatMap(({ bench, factors, apart }) => {
    const head = `${bench}: ${factors - apart.length} of ${factors} factors agree`;
    return [head].concat(apart.map((pair) => `  ${describePair(pair)}`));
  });
}

/** Describes a factor and its spread in both runs. */
export function describePair({ name, previous, latest }: Pair): string {
  return `${name}: ${spread(previous)}, then ${spread(latest)}`;
}

function compare(latest: Result, previous: Result): Agreement {
  const before = factorsOf(previous);
  const pairs = [...factorsOf(latest)].flatMap(([name, factor]) => {
    const earlier = before.get(name);
    return earlier ? [{ name, latest: factor, previous: earlier }] : [];
  });
  return {
    bench: latest.bench,
    measuredAt: [previous.measuredAt, latest.measuredAt],
    factors: pairs.length,
    apart: pairs.filter((pair) => !spreadsOverlap(pair)),
  };
}

/** Returns the factors that have a spread. Exact figures and single samples have none. */
function factorsOf({ groups }: Result): Map<string, Summary> {
  return new Map(
    groups.flatMap(({ name, rows }) =>
      rows.flatMap(({ contender, ratio, samples }) => {
        return ratio && samples.length > 1 ? [[`${contender} (${name})`, ratio] as const] : [];
      }),
    ),
  );
}

function spreadsOverlap({ latest, previous }: Pair): boolean {
  return latest.low <= previous.high && previous.low <= latest.high;
}

function spread({ median, low, high }: Summary): string {
  return `${times(median)} (${times(low)}–${times(high)})`;
}
