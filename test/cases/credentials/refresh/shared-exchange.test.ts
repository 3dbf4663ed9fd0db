import { describe, expect, it } from "vitest";
import { encodeRecord } from "../../../../src/credentials/sharing/credentials-record.ts";
import type { Store } from "../../../../src/ports.ts";
import { NOW_MS } from "../../../support/aws-examples.ts";
import { queueTurn } from "../../../support/fake-clock.ts";
import { errorOf } from "../../../support/rejection.ts";
import { HOUR_MS, MINUTE_MS } from "../../../support/time.ts";
import { processes } from "./processes.ts";
import { refused } from "./refusals.ts";
import { keyOf, numbered, refreshScene } from "./scene.ts";

const takenForEver: Store["acquire"] = async () => undefined;

describe("processes that share a store", () => {
  it("make one exchange between them", async () => {
    const { keys, exchanges, all } = processes(20, { latencyMs: 300 });

    expect(new Set(await keys())).toEqual(new Set([keyOf(1)]));
    expect(exchanges()).toBe(1);
    expect(all[7]?.events).toMatchObject([{ type: "refresh", from: "store", accessKeyId: keyOf(1) }]);
  });

  it("make one exchange between them if all force one at the same moment", async () => {
    const { clock, all, keys, exchanges } = processes(20);
    await keys();
    const forced = all.map(({ provide }) => provide({ forceRefresh: true }));
    await clock.settle(Promise.all(forced));

    expect(exchanges()).toBe(2);
  });

  it("look into the store every 100 ms at most while another one exchanges", async () => {
    let looks = 0;
    const { keys } = processes(2, { latencyMs: 10_000, random: 0.9 }, (store, index) => ({
      ...store,
      acquire: (key, options) => {
        if (index === 1) looks += 1;
        return store.acquire(key, options);
      },
    }));
    await keys();

    expect(looks).toBeGreaterThan(40);
    expect(looks).toBeLessThanOrEqual(100);
  });

  it("make one exchange a lifetime, whichever process comes first to its advisory window", async () => {
    const { keys, exchanges, clock } = processes(20, { latencyMs: 300 });
    await keys();
    for (let minutes = 0; minutes < 120; minutes += 1) {
      clock.advance(MINUTE_MS);
      await keys();
      await clock.settle(clock.sleep(500));
    }
    // The first threshold is at most 21 minutes before the end: a lifetime is 39 to 45 minutes long.
    expect(exchanges()).toBe(4);
  });

  it("ask the source without a lease once they have waited for longer than one lasts, not all at once", async () => {
    const view = (store: Store): Store => ({ ...store, acquire: takenForEver });
    const { keys, exchanges, clock } = processes(20, { latencyMs: 300 }, view);

    expect(new Set(await keys())).toEqual(new Set([keyOf(1)]));
    expect(exchanges()).toBe(1);
    expect(clock.now() - NOW_MS).toBeLessThan(36_000);
  });

  it("do not share the credentials of another identity", async () => {
    const { store, clock, keys } = processes(1);
    await keys();
    const other = refreshScene({ store, clock, identity: "orders" });
    other.source.calls = 500;

    expect(await other.key()).toBe(keyOf(501));
  });

  it("must name their identity", async () => {
    const { store } = processes(1);
    const refuse = async () => refreshScene({ store });

    expect((await errorOf(refuse(), "CONFIGURATION")).setting).toBe("identity");
  });
});

describe("the holder of the lease", () => {
  it("that died frees the other processes when its lease ends", async () => {
    const { store, clock, all, exchanges } = processes(2);
    await store.acquire("checkout.v1.lease", { ttlMs: 30_000 });

    expect(await all[1]?.key()).toBe(keyOf(1001));
    expect(clock.now() - NOW_MS).toBeGreaterThanOrEqual(30_000);
    expect(clock.now() - NOW_MS).toBeLessThan(31_000);
    expect(exchanges()).toBe(1);
  });

  it("that fails for a reason of its own gives the lease to the next process at once", async () => {
    const { all, clock } = processes(2);
    const [first, second] = all;
    if (!first || !second) throw new Error("there are two processes");
    first.source.failure = refused(403, "AccessDeniedException");
    first.source.latencyMs = 300;
    const failing = first.provide().catch(() => "failed");
    await queueTurn();

    expect(await second.key()).toBe(keyOf(1001));
    expect(await failing).toBe("failed");
    expect(clock.now() - NOW_MS).toBeLessThan(1000);
  });

  it("that stalls for longer than its lease leaves the newer record of another process", async () => {
    const { store, clock, all } = processes(2);
    const [slow, quick] = all;
    if (!slow || !quick) throw new Error("there are two processes");
    const answer = Promise.withResolvers<void>();
    const late = refreshScene({
      store,
      clock,
      identity: "checkout",
      // The timers of a stalled process stand still, so its deadline does not come.
      ports: { sleep: () => new Promise(() => undefined) },
      provider: async () => {
        await answer.promise;
        return numbered(7, NOW_MS + HOUR_MS);
      },
    });
    const lateAnswer = late.provide();
    await queueTurn();
    await quick.key();
    answer.resolve();

    expect((await lateAnswer).accessKeyId).toBe(keyOf(7));
    await queueTurn();
    expect(await store.get("checkout.v1")).toContain(keyOf(1001));
    expect(await slow.key()).toBe(keyOf(1001));
  });

  it("finds a record that came between its look and its lease", async () => {
    const { clock, all, exchanges } = processes(1, {}, (store) => ({
      ...store,
      acquire: async (key, options) => {
        const obtainedAtMs = NOW_MS - 1000;
        const value = encodeRecord({ credentials: numbered(55, NOW_MS + HOUR_MS), obtainedAtMs });
        await store.set("checkout.v1", value, { expiresAtMs: NOW_MS + HOUR_MS });
        return store.acquire(key, options);
      },
    }));

    expect(await all[0]?.key()).toBe(keyOf(55));
    expect([exchanges(), clock.now()]).toEqual([0, NOW_MS]);
  });
});

describe("a record of another process", () => {
  it.each([
    ["at the start of its mandatory window", numbered(9, NOW_MS + MINUTE_MS), NOW_MS - HOUR_MS],
    ["in its mandatory window", numbered(9, NOW_MS + 30_000), NOW_MS - HOUR_MS],
    ["past its expiration", numbered(9, NOW_MS - 1), NOW_MS - HOUR_MS],
    ["from a clock an hour ahead", numbered(9, NOW_MS + 2 * HOUR_MS), NOW_MS + HOUR_MS],
  ])("%s is not used", async (_which, credentials, obtainedAtMs) => {
    const { store, all } = processes(1);
    const value = encodeRecord({ credentials, obtainedAtMs });
    await store.set("checkout.v1", value, { expiresAtMs: NOW_MS + 2 * HOUR_MS });

    expect(await all[0]?.key()).toBe(keyOf(1));
    expect(all[0]?.types()).toEqual(["fetch", "refresh"]);
  });

  it.each([
    ["an hour behind", NOW_MS - HOUR_MS],
    ["five minutes ahead", NOW_MS + 5 * MINUTE_MS],
  ])("from a clock %s is used", async (_which, obtainedAtMs) => {
    const { store, all } = processes(1);
    const value = encodeRecord({ credentials: numbered(9, NOW_MS + HOUR_MS), obtainedAtMs });
    await store.set("checkout.v1", value, { expiresAtMs: NOW_MS + HOUR_MS });

    expect(await all[0]?.key()).toBe(keyOf(9));
  });

  it("without an expiration is used", async () => {
    const { store, all } = processes(1);
    const value = encodeRecord({ credentials: numbered(9), obtainedAtMs: NOW_MS });
    await store.set("checkout.v1", value, { expiresAtMs: NOW_MS + HOUR_MS });

    expect(await all[0]?.key()).toBe(keyOf(9));
  });
});

describe("a record that lasts longer than what a forced exchange gives", () => {
  it("stays in the store", async () => {
    const { store, all } = processes(1);
    const [scene] = all;
    const expiresAtMs = NOW_MS + 2 * HOUR_MS;
    const text = encodeRecord({ credentials: numbered(9, expiresAtMs), obtainedAtMs: NOW_MS - MINUTE_MS });
    await store.set("checkout.v1", text, { expiresAtMs });
    await scene?.key({ forceRefresh: true });
    await scene?.provide.stop();

    expect(await store.get("checkout.v1")).toBe(text);
  });
});
