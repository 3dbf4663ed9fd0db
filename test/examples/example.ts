import type { AwsSurroundings } from "./surroundings.ts";

/** One folder of `examples/`, and how it is run. */
export interface Example {
  /** The name of its folder. */
  readonly name: string;
  /** The runtime that it is run on. */
  readonly runtime: string;
  /** Runs it and answers what it said. Throws with what it did instead. */
  run(folder: string, aws: AwsSurroundings): Promise<unknown>;
  /** What it must say; the names of sessions are left out. */
  readonly answer: unknown;
  /** Why it cannot run on this machine, or `undefined`. */
  absence?(): string | undefined;
}
