import type { AwsSurroundings } from "./surroundings.ts";

/** An example in a folder of `examples/`, and how to run it. */
export interface Example {
  /** The name of its folder. */
  readonly name: string;
  /** Name of the runtime, for the report. */
  readonly runtime: string;
  /** Runs the example and returns its answer. Throws if it fails. */
  run(folder: string, aws: AwsSurroundings): Promise<unknown>;
  /** The expected answer, without the names of sessions. */
  readonly answer: unknown;
  /** Returns why the example cannot run on this machine, or `undefined` if it can. */
  absence?(): string | undefined;
}
