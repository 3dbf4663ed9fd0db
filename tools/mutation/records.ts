import type { MutantStatus } from "@stryker-mutator/api/core";

/** Names the file that the results are appended to. */
export const RESULTS_VARIABLE = "PODKEY_MUTATION_RESULTS";
/** States how many mutants to test. */
export const SAMPLE_VARIABLE = "PODKEY_MUTATION_SAMPLE";
/** States the seed of the draw. */
export const SEED_VARIABLE = "PODKEY_MUTATION_SEED";

/** A mutant and its result. Lines and columns begin at 1. */
export interface MutantRecord {
  /** Path of the mutated file, from the project's top. */
  readonly path: string;
  readonly location: {
    readonly start: { readonly line: number; readonly column: number };
    readonly end: { readonly line: number; readonly column: number };
  };
  readonly mutatorName: string;
  readonly replacement: string;
  readonly status: MutantStatus;
}
