import { describe, expect, it } from "vitest";
import { createSingleFlight } from "../../../src/lib/single-flight.ts";
import { rejectionOf } from "../../support/rejection.ts";

function pendingWork() {
  const settlers: PromiseWithResolvers<number>[] = [];
  const work = (): Promise<number> => {
    const settler = Promise.withResolvers<number>();
    settlers.push(settler);
    return settler.promise;
  };
  return { settlers, work };
}

describe("a single flight", () => {
  it("lets callers join the run in progress", async () => {
    const flight = createSingleFlight<number>(true);
    const { settlers, work } = pendingWork();
    const runs = [flight.run(work), flight.run(work)];
    settlers[0]?.resolve(1);
    expect(await Promise.all(runs)).toEqual([1, 1]);
    expect(settlers).toHaveLength(1);
  });

  it("starts a new run after a success and after a failure", async () => {
    const flight = createSingleFlight<number>(true);
    expect(await flight.run(async () => 1)).toBe(1);
    const failure = new Error("no");
    expect(await rejectionOf(flight.run(() => Promise.reject(failure)))).toBe(failure);
    expect(await flight.run(async () => 3)).toBe(3);
  });

  it("tells whether a run is in progress", async () => {
    const flight = createSingleFlight<number>(true);
    const { settlers, work } = pendingWork();
    const before = flight.isRunning;
    const run = flight.run(work);
    const during = flight.isRunning;
    settlers[0]?.resolve(1);
    await run;
    expect([before, during, flight.isRunning]).toEqual([false, true, false]);
  });

  it("runs the work of each caller if promises must not be shared", async () => {
    const flight = createSingleFlight<number>(false);
    const { settlers, work } = pendingWork();
    const runs = [flight.run(work), flight.run(work)];
    settlers[0]?.resolve(1);
    settlers[1]?.resolve(2);
    expect(await Promise.all(runs)).toEqual([1, 2]);
  });

  it("does not forget a newer run when an older one settles late", async () => {
    const flight = createSingleFlight<number>(false);
    const { settlers, work } = pendingWork();
    const [older, newer] = [flight.run(work), flight.run(work)];
    settlers[0]?.resolve(1);
    await older;
    expect(flight.isRunning).toBe(true);
    settlers[1]?.resolve(2);
    await newer;
    expect(flight.isRunning).toBe(false);
  });
});
