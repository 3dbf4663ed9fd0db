import * as fc from "fast-check";
import { expect, it } from "vitest";
import { histories } from "../../../simulation/model-histories.ts";
import { playHistory } from "../../../simulation/refresh-model.ts";

const HISTORIES = 25;
const EVENTS = 30;
const SEED = 11;

it("keeps every promise over random histories of processes, store, leases, clock and source", async () => {
  const holds = fc.asyncProperty(histories(EVENTS), async (history) => {
    expect(await playHistory(history)).toEqual([]);
  });
  await fc.assert(holds, { seed: SEED, numRuns: HISTORIES, endOnFailure: true });
}, 60_000);
