import type { ResultGroup } from "./results.ts";

/** Whose figure a row holds: podkey's, that of a library which does the same, or what physics asks for at least. */
export type Kind = "podkey" | "peer" | "floor";

/** What one contender took, round by round. */
export interface Row {
  readonly contender: string;
  readonly kind: Kind;
  /** One figure a round, in the group's unit. An exact figure, as a size, has one. */
  readonly samples: readonly number[];
  /** The contender that this one is compared with. Default: the group's first of podkey's. */
  readonly beside?: string | undefined;
}

/** Figures that stand beside one another: the same work, in the same run, round by round. */
export interface Group {
  readonly name: string;
  /** `µs`, `ms`, `kB`, `calls/s`, … */
  readonly unit: string;
  readonly better: "less" | "more";
  /** The rows are not of the same work, so no factor stands between them. */
  readonly apart?: boolean;
  readonly rows: readonly Row[];
}

/** How long to measure. */
export interface Effort {
  /** Fresh processes of each runtime, so that the luck of one process shows in the spread. */
  readonly processes: number;
  /** Turns of each contender in each process, after those that warm up. */
  readonly rounds: number;
  /** How long one turn lasts. */
  readonly turnMs: number;
}

/** What a goal of the design comes to. */
export interface Verdict {
  /** The figure, with its unit. */
  readonly measured: string;
  readonly isMet: boolean;
  /** The figure that physics, or the runtime, sets. */
  readonly floor?: string;
}

/** A goal of the design that a bench measures. */
export interface Goal {
  readonly what: string;
  readonly goal: string;
  readonly judge: (groups: readonly ResultGroup[]) => Verdict;
  /** Why it is not met, shown as long as it is not. */
  readonly reason?: string;
}

/** One thing that is measured. */
export interface Bench {
  /** What to write after `npm run bench --`. */
  readonly name: string;
  readonly title: string;
  /** Markdown: what is measured, how, and what the rows are. */
  readonly about: string;
  /** The packages whose versions matter. */
  readonly packages: readonly string[];
  readonly goals?: readonly Goal[];
  /** Whether it measures `dist/`. */
  readonly needsBuild?: boolean;
  /** Which groups the plot shows; the table has all. Default: all. */
  readonly isPlotted?: (group: Group) => boolean;
  readonly measure: (effort: Effort) => Promise<readonly Group[]>;
}

/** What a run of `npm run bench` takes, unless `--quick` is given. */
export const FULL_EFFORT: Effort = { processes: 3, rounds: 5, turnMs: 50 };

/** Enough to see that a bench works. */
export const QUICK_EFFORT: Effort = { processes: 1, rounds: 2, turnMs: 15 };
