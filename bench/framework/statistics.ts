/** Three figures that sum up samples. Four samples of five lie between `low` and `high`. */
export interface Summary {
  readonly median: number;
  /** The 10th percentile. */
  readonly low: number;
  /** The 90th percentile. */
  readonly high: number;
}

const LOW = 0.1;
const HIGH = 0.9;

/** Sums up samples. Throws a `RangeError` if there are none. */
export function summarize(samples: readonly number[]): Summary {
  const sorted = samples.toSorted((a, b) => a - b);
  return { median: quantile(sorted, 0.5), low: quantile(sorted, LOW), high: quantile(sorted, HIGH) };
}

/** Returns a quantile of sorted samples, interpolated between the two nearest. */
function quantile(sorted: readonly number[], fraction: number): number {
  const position = (sorted.length - 1) * fraction;
  const below = sorted[Math.floor(position)];
  const above = sorted[Math.ceil(position)];
  if (below === undefined || above === undefined) throw new RangeError("there are no samples");
  return below + (above - below) * (position - Math.floor(position));
}

/** Returns by what factor podkey is better, round by round, because a slow moment of the machine slows both in that round. */
export function ratios(
  podkey: readonly number[],
  other: readonly number[],
  better: "less" | "more",
): number[] {
  return podkey.map((own, round) => {
    const theirs = other[round] ?? Number.NaN;
    return better === "less" ? theirs / own : own / theirs;
  });
}
