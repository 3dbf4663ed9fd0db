import type { Group, ResultGroup } from "./figures.ts";

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
