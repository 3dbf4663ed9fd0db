import { describe, expect, it } from "vitest";
import type { Store } from "../../../../src/ports.ts";
import { NOW_MS } from "../../../support/aws-examples.ts";
import type { FakeClock } from "../../../support/fake-clock.ts";
import { rejectionOf } from "../../../support/rejection.ts";
import { SECOND_MS } from "../../../support/time.ts";
import { hang, processes } from "./processes.ts";
import { unreachable } from "./refusals.ts";
import { keyOf } from "./scene.ts";

/** A store whose every operation takes a time. */
function slow(store: Store, clock: FakeClock, ms: number): Store {
  const slowly = <A extends unknown[], R>(method: (...args: A) => Promise<R>) => {
    return async (...args: A): Promise<R> => {
      await clock.sleep(ms);
      return method(...args);
    };
  };
  return {
    get: slowly(store.get),
    set: slowly(store.set),
    delete: slowly(store.delete),
    acquire: slowly(store.acquire),
  };
}

/** One process whose store takes a time for each operation. */
function slowProcess(ms: number) {
  const clocks: FakeClock[] = [];
  const scene = processes(1, {}, (store) =>
    slow(store, { sleep: (sleepMs) => clocks[0]?.sleep(sleepMs) } as FakeClock, ms),
  );
  clocks.push(scene.clock);
  return scene;
}

describe("a store that takes 1.9 seconds for each operation", () => {
  it("costs a renewal two seconds, once", async () => {
    const { clock, all } = slowProcess(1900);
    await all[0]?.key();

    expect(clock.now() - NOW_MS).toBe(2000);
  });

  it("is reported, and rests for five seconds", async () => {
    const { clock, all } = slowProcess(1900);
    await all[0]?.key();
    await all[0]?.key({ forceRefresh: true });

    expect(clock.now() - NOW_MS).toBe(2000);
    expect(all[0]?.events.filter(({ type }) => type === "fail")).toMatchObject([
      {
        at: "store",
        durationMs: 100,
        error: new Error("the store did not answer within 2000 ms"),
        retryInMs: 5000,
      },
    ]);
  });
});

describe("a store that takes 0.6 seconds for each operation", () => {
  it("gets the failure of the source, although the work before it spent most of the budget", async () => {
    const { clock, store, all } = slowProcess(600);
    const [scene] = all;
    if (scene) scene.source.failure = unreachable();
    await rejectionOf(clock.settle(Promise.resolve(scene?.provide())));
    await clock.settle(Promise.resolve(scene?.provide.stop()));

    expect(await store.get("checkout.v1.failure")).toContain("could not reach");
  });
});

describe("a provider that is stopped", () => {
  it("waits until the store has the record and the lease is released, so that the process may exit", async () => {
    const { clock, store, all } = slowProcess(600);
    const provide = all[0]?.provide;
    await clock.settle(Promise.resolve(provide?.()));
    expect(await store.get("checkout.v1")).toBeUndefined();

    await clock.settle(Promise.resolve(provide?.stop()));

    expect(await store.get("checkout.v1")).toContain(keyOf(1));
    expect(await store.acquire("checkout.v1.lease", { ttlMs: 1000 })).toBeTypeOf("function");
  });
});

describe("a caller", () => {
  it("gets credentials before the store has the record, and before the lease is released", async () => {
    const view = (store: Store): Store => ({ ...store, set: hang });
    const { clock, all } = processes(1, {}, view);

    expect(await all[0]?.key()).toBe(keyOf(1));
    expect(clock.now()).toBe(NOW_MS);
  });

  it("that waits for another process spends its patience, and not the budget of the store", async () => {
    const clocks: FakeClock[] = [];
    const sleep: FakeClock["sleep"] = async (ms) => clocks[0]?.sleep(ms);
    const view = (store: Store): Store => slow(store, { sleep } as FakeClock, 300);
    const scene = processes(20, { latencyMs: 15 * SECOND_MS }, view);
    clocks.push(scene.clock);

    expect(new Set(await scene.keys())).toEqual(new Set([keyOf(1)]));
    expect(scene.exchanges()).toBe(1);
  });
});
