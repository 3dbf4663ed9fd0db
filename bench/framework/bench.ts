import type { Group, ResultGroup } from "./figures.ts";

/** How much to measure. */
export interface Effort {
  /** Fresh processes of each runtime, so that a lucky or unlucky process shows in the spread. */
  readonly processes: number;
  /** Measured turns of each contender in each process. Warm-up turns come on top. */
  readonly rounds: number;
  /** Least duration of one turn, in milliseconds. */
  readonly turnMs: number;
}

/** Whether a goal is met, and by what figure. */
export interface Verdict {
  /** The measured figure, with its unit. */
  readonly measured: string;
  readonly isMet: boolean;
  /** The figure of the work that cannot be left out, done alone, with its unit. */
  readonly floor?: string;
}

/** A goal of the design, and how a bench judges it. */
export interface Goal {
  readonly what: string;
  readonly goal: string;
  readonly judge: (groups: readonly ResultGroup[]) => Verdict;
  /** Why the goal is not met. Shown only while it is not. */
  readonly reason?: string;
}

/** A picture of a few figures, for readers of other pages than docs/benchmarks.md. */
interface Picture {
  /** Name of the file in docs/images, without `.svg`. */
  readonly file: string;
  readonly title: string;
  /** Picks the groups and rows to draw. */
  readonly groups: (groups: readonly ResultGroup[]) => readonly ResultGroup[];
}

/** One subject of measurement, with a section of docs/benchmarks.md. */
export interface Bench {
  /** Name on the command line: `npm run bench -- NAME`. */
  readonly name: string;
  readonly title: string;
  /** Markdown: what is measured, how, and what the rows are. */
  readonly about: string;
  /** Names of the packages whose versions the page states. */
  readonly packages: readonly string[];
  readonly goals?: readonly Goal[];
  /** Whether the bench measures `dist/`, so that it must be built first. Default: false. */
  readonly needsBuild?: boolean;
  /** Selects the groups of the chart; the table has all of them. Default: all. */
  readonly isPlotted?: (group: Group) => boolean;
  /** Drawn beside the chart. Default: none. */
  readonly picture?: Picture;
  readonly measure: (effort: Effort) => Promise<readonly Group[]>;
}

/** The effort of `npm run bench`. */
export const FULL_EFFORT: Effort = { processes: 3, rounds: 5, turnMs: 50 };

/** The effort of `npm run bench -- --quick`: shows that a bench works, not how fast anything is. */
export const QUICK_EFFORT: Effort = { processes: 1, rounds: 2, turnMs: 15 };
