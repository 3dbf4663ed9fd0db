import { parseArgs } from "node:util";

/** What to mutate, and how much of it. */
export interface MutationOptions {
  /** Files and folders to mutate. Default: `src`. */
  readonly paths: readonly string[];
  /** Mutates only lines that changed since this commit. */
  readonly changedSince: string | undefined;
  /** How many mutants to test, drawn by `seed`. Default: all. */
  readonly sample: number;
  /** Seed of the draw and of the order. Default: 1. */
  readonly seed: number;
  /** Time limit of the run, in seconds. Mutants that were not tested by then are counted as left over. Default: none. */
  readonly seconds: number;
  /** Globs of the tests, separated by spaces. Default: the cases, and the tests of Node that run in process. */
  readonly tests: string;
  /** Whether to test mutants of module-level constants too, each of which needs all modules loaded again. Default: false. */
  readonly isStatic: boolean;
  /** The lowest score, in percent, at which the run succeeds. Default: 0. */
  readonly atLeast: number;
}

const TESTS = "test/cases/**/*.test.ts test/node/*.test.ts test/node/serve/*.test.ts";

/** Parses the arguments of `npm run mutation --`. Throws for an unknown one. */
export function parseMutationOptions(args: readonly string[]): MutationOptions {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      changed: { type: "string" },
      sample: { type: "string", default: "Infinity" },
      seed: { type: "string", default: "1" },
      seconds: { type: "string", default: "Infinity" },
      tests: { type: "string", default: TESTS },
      static: { type: "boolean", default: false },
      "at-least": { type: "string", default: "0" },
    },
  });
  return {
    paths: positionals.length > 0 ? positionals : ["src"],
    changedSince: values.changed,
    sample: toNumber("sample", values.sample),
    seed: toNumber("seed", values.seed),
    seconds: toNumber("seconds", values.seconds),
    tests: values.tests,
    isStatic: values.static,
    atLeast: toNumber("at-least", values["at-least"]),
  };
}

function toNumber(name: string, text: string): number {
  const value = Number(text);
  if (Number.isNaN(value)) throw new Error(`--${name} is not a number: ${text}`);
  return value;
}
