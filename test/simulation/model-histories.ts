import * as fc from "fast-check";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "../support/time.ts";
import type { StoreMode } from "./model-process.ts";
import type { SourceMode } from "./model-source.ts";

/** One event of a history. `process` is the index of a process. */
export type ModelEvent =
  | { readonly type: "call"; readonly process: number; readonly force: boolean; readonly minTtlMs: number }
  | { readonly type: "pass"; readonly ms: number }
  | { readonly type: "step"; readonly ms: number }
  | { readonly type: "source"; readonly mode: SourceMode }
  | { readonly type: "store"; readonly mode: StoreMode }
  | { readonly type: "refuse"; readonly process: number }
  | { readonly type: "kill"; readonly process: number }
  | { readonly type: "poison"; readonly how: "garbage" | "future" | "forged" | "lease" };

/** What happens to some processes that share a store and a source. */
export interface History {
  readonly processes: number;
  readonly seed: number;
  readonly events: readonly ModelEvent[];
}

const MAX_PROCESSES = 3;
/** Histories at random. Calls and the passing of time are more frequent than trouble. */
export function histories(maxEvents: number): fc.Arbitrary<History> {
  const process = fc.nat(MAX_PROCESSES - 1);
  const ms = fc.constantFrom(
    200,
    SECOND_MS,
    10 * SECOND_MS,
    MINUTE_MS,
    10 * MINUTE_MS,
    45 * MINUTE_MS,
    HOUR_MS,
  );
  const call = fc.record({
    type: fc.constant("call" as const),
    process,
    force: fc.nat(9).map((one) => one === 0),
    minTtlMs: fc.constantFrom(0, 0, 0, 10 * MINUTE_MS, 2 * HOUR_MS),
  });
  const sources: SourceMode[] = [
    "works",
    "fails",
    "throttles",
    "denies",
    "hangs",
    "slow",
    "repeats",
    "gives expired",
  ];
  const event = fc.oneof(
    { weight: 8, arbitrary: call },
    { weight: 8, arbitrary: fc.record({ type: fc.constant("pass" as const), ms }) },
    {
      weight: 3,
      arbitrary: fc.record({ type: fc.constant("source" as const), mode: fc.constantFrom(...sources) }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        type: fc.constant("store" as const),
        mode: fc.constantFrom<StoreMode>("works", "works", "fails", "hangs", "slow"),
      }),
    },
    { weight: 2, arbitrary: fc.record({ type: fc.constant("refuse" as const), process }) },
    { weight: 1, arbitrary: fc.record({ type: fc.constant("kill" as const), process }) },
    {
      weight: 1,
      arbitrary: fc.record({
        type: fc.constant("step" as const),
        ms: fc.constantFrom(-6 * HOUR_MS, -MINUTE_MS, MINUTE_MS, 6 * HOUR_MS),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        type: fc.constant("poison" as const),
        how: fc.constantFrom("garbage" as const, "future" as const, "forged" as const, "lease" as const),
      }),
    },
  );
  return fc.record({
    processes: fc.integer({ min: 1, max: MAX_PROCESSES }),
    seed: fc.nat(),
    events: fc.array(event, { minLength: 5, maxLength: maxEvents }),
  });
}
