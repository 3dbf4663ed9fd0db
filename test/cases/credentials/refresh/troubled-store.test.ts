import { describe, expect, it } from "vitest";
import type { Store } from "../../../../src/ports.ts";
import { NOW_MS } from "../../../support/aws-examples.ts";
import { queueTurn } from "../../../support/fake-clock.ts";
import { HOUR_MS, MINUTE_MS } from "../../../support/time.ts";
import { fail, failAtOnce, hang, processes, storeThatOnly, switchable } from "./processes.ts";
import { keyOf, refreshScene } from "./scene.ts";

describe("a store that fails", () => {
  it("is reported, and the process goes on without it", async () => {
    const { key, events } = refreshScene({ store: storeThatOnly(fail), identity: "checkout" });

    expect(await key()).toBe(keyOf(1));
    expect(events.filter(({ type }) => type === "fail")).toMatchObject([
      { at: "store", identity: "checkout", error: new Error("connection refused"), retryInMs: 5000 },
    ]);
    expect(events.at(-1)).toMatchObject({ type: "refresh", from: "source" });
  });

  it("rests for five seconds, and is then used again", async () => {
    const { clock, key, types, pass } = refreshScene({ store: storeThatOnly(fail), identity: "checkout" });
    const failures = () => types().filter((type) => type === "fail").length;
    await key();
    await key({ forceRefresh: true });
    expect(failures()).toBe(1);

    await pass(5000);
    await clock.settle(key({ forceRefresh: true }));
    expect(failures()).toBe(2);
  });

  it("after it granted the lease does not fail the caller", async () => {
    const { all, exchanges } = processes(1, {}, (store) => ({ ...store, set: fail }));

    expect(await all[0]?.key()).toBe(keyOf(1));
    expect(exchanges()).toBe(1);
  });

  it("to give its record is not reported as one that holds a bad record", async () => {
    const { all } = processes(1, {}, (store) => ({ ...store, get: fail }));
    await all[0]?.key();

    expect(all[0]?.types()).toEqual(["fail", "fetch", "refresh"]);
  });

  it("does not make invalidate fail", async () => {
    const { provide, clock, key } = refreshScene({ store: storeThatOnly(fail), identity: "checkout" });
    await provide.invalidate(await clock.settle(provide()));

    expect(await key()).toBe(keyOf(2));
  });

  it("by throwing is treated like one that rejects", async () => {
    const store = storeThatOnly(failAtOnce);

    expect(await refreshScene({ store, identity: "checkout" }).key()).toBe(keyOf(1));
  });
});

describe("a store that does not answer", () => {
  it("costs one process two seconds, once", async () => {
    const { clock, key, events } = refreshScene({ store: storeThatOnly(hang), identity: "checkout" });
    await key();
    expect(clock.now() - NOW_MS).toBe(2000);
    expect(String(events[0]?.type === "fail" && events[0].error)).toContain("did not answer within 2000 ms");

    await key({ forceRefresh: true });
    expect(clock.now() - NOW_MS).toBe(2000);
  });

  it("until the process gave up does not leave the lease held", async () => {
    const { store, clock, all } = processes(2, {}, (shared, index) => {
      if (index !== 0) return shared;
      const acquire: Store["acquire"] = async (key, options) => {
        await clock.sleep(3000);
        return shared.acquire(key, options);
      };
      return { ...shared, acquire };
    });
    await all[0]?.key();
    clock.advance(3000);
    await queueTurn();

    expect(await store.acquire("checkout.v1.lease", { ttlMs: 1 })).toBeDefined();
  });
});

describe("a store that holds something else than a record", () => {
  it.each([
    ["no JSON", "not a record"],
    ["another version", JSON.stringify({ version: 2, accessKeyId: "ASIAEXAMPLE" })],
    ["a record cut short", '{"version":1,"accessKeyId":"ASIAEXA'],
    [
      "a record without its secret",
      JSON.stringify({ version: 1, accessKeyId: "ASIAEXAMPLE", obtainedAtMs: 1 }),
    ],
    ["nothing", ""],
  ])("(%s) is reported, and replaced by a record", async (_what, value) => {
    const { store, all } = processes(1);
    await store.set("checkout.v1", value, { expiresAtMs: NOW_MS + MINUTE_MS });

    expect(await all[0]?.key()).toBe(keyOf(1));
    expect(all[0]?.events[0]).toMatchObject({ type: "poison", identity: "checkout" });
    expect(await store.get("checkout.v1")).toContain(keyOf(1));
  });

  it("is reported without a word of its content", async () => {
    const { store, all } = processes(1);
    const value = JSON.stringify({
      version: 1,
      secretAccessKey: "canary-secret",
      obtainedAtMs: "canary-time",
    });
    await store.set("checkout.v1", value, { expiresAtMs: NOW_MS + MINUTE_MS });
    await all[0]?.key();

    expect(JSON.stringify(all[0]?.events)).not.toContain("canary");
  });
});

describe("a store that comes back", () => {
  it("is not asked by processes that have credentials", async () => {
    const state = { isDown: true, calls: 0 };
    const { keys, exchanges, clock } = processes(20, { latencyMs: 100 }, (store) => switchable(store, state));
    await keys();
    expect(exchanges()).toBe(20);

    Object.assign(state, { isDown: false, calls: 0 });
    clock.advance(MINUTE_MS);
    await keys();
    expect([exchanges(), state.calls]).toEqual([20, 0]);

    clock.advance(HOUR_MS);
    expect(new Set(await keys()).size).toBe(1);
    expect(exchanges()).toBe(21);
  });
});
