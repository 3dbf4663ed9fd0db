import * as fc from "fast-check";
import { expect, it } from "vitest";
import { histories } from "../../../simulation/model-histories.ts";
import { playHistory } from "../../../simulation/refresh-model.ts";

// With these numbers each fault of tools/histories/mutants.ts is noticed.
const HISTORIES = 400;
const EVENTS = 40;
const SEED = 1;

it("keeps every promise over random histories of processes, store, leases, clock and source", async () => {
  const holds = fc.asyncProperty(histories(EVENTS), async (history) => {
    expect(await playHistory(history)).toEqual([]);
  });
  await fc.assert(holds, { seed: SEED, numRuns: HISTORIES, endOnFailure: true });
}, 60_000);
