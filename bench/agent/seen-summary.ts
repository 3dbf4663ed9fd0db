import type { Seen } from "./burst.ts";

/** What the clients of one burst saw, summed up. */
export interface SeenSummary {
  readonly requests: number;
  /** How many answers of each status; 0 stands for none. */
  readonly statuses: Readonly<Record<number, number>>;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly slowestMs: number;
}

/** Sums a burst up. */
export function summarizeSeen(seen: readonly Seen[]): SeenSummary {
  const sorted = seen.map(({ ms }) => ms).toSorted((a, b) => a - b);
  const at = (fraction: number): number => sorted[Math.ceil(sorted.length * fraction) - 1] ?? Number.NaN;
  const statuses: Record<number, number> = {};
  for (const { status } of seen) statuses[status] = (statuses[status] ?? 0) + 1;
  return { requests: seen.length, statuses, p50Ms: at(0.5), p99Ms: at(0.99), slowestMs: at(1) };
}
