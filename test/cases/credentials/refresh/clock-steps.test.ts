import { describe, expect, it } from "vitest";
import { Schedule } from "../../../../src/credentials/refresh/schedule.ts";
import { NOW_MS } from "../../../support/aws-examples.ts";
import { virtualClock } from "../../../support/fake-clock.ts";
import { rejectionOf } from "../../../support/rejection.ts";
import { HOUR_MS, MINUTE_MS } from "../../../support/time.ts";
import { fail, processes, storeThatOnly } from "./processes.ts";
import { fakeSource, keyOf, numbered, refreshScene } from "./scene.ts";

const STEP_MS = -6 * HOUR_MS;

describe("a wall clock that steps back six hours", () => {
  it("does not make callers get an old error", async () => {
    const { provide, clock, source, key, pass } = refreshScene();
    source.failure = new Error("the agent is down");
    await rejectionOf(provide());
    clock.stepWall(STEP_MS);
    source.failure = undefined;
    await pass(1000);

    expect(await key()).toBe(keyOf(2));
  });

  it("does not hold the retry of a background renewal back", async () => {
    const { clock, source, key, pass } = refreshScene();
    await key();
    await pass(50 * MINUTE_MS);
    source.failure = new Error("the agent is down");
    await key();
    source.failure = undefined;
    clock.stepWall(-5 * MINUTE_MS);
    await pass(1000);
    await key();

    expect(source.calls).toBe(3);
  });

  it("does not hold back the renewal that another caller's is skipped for", async () => {
    const { clock, source, key, pass } = refreshScene({ ports: { shareInFlight: false } });
    await key();
    await pass(50 * MINUTE_MS);
    source.latencyMs = HOUR_MS;
    await key();
    clock.stepWall(-5 * MINUTE_MS);
    // The source is aborted after 30 seconds, and its failure backs off for one.
    await pass(30_000);
    await pass(1000);
    await key();

    expect(source.calls).toBe(3);
  });

  it("does not keep a store at rest", async () => {
    const { clock, key, pass, types } = refreshScene({ store: storeThatOnly(fail), identity: "checkout" });
    await key();
    clock.stepWall(STEP_MS);
    await pass(5000);
    await key({ forceRefresh: true });

    expect(types().filter((type) => type === "fail")).toHaveLength(2);
  });

  it("does not prolong the lease of a process that died", async () => {
    const { store, clock, all, exchanges } = processes(1);
    await store.acquire("checkout.v1.lease", { ttlMs: 30_000 });
    clock.stepWall(STEP_MS);
    const startedMs = clock.monotonic();
    await all[0]?.key();

    expect(clock.monotonic() - startedMs).toBeLessThan(31_000);
    expect(exchanges()).toBe(1);
  });

  it("does not keep the answer of a source that cannot meet minTtlMs for longer than a minute", async () => {
    const { provide, clock, source, pass } = refreshScene();
    await clock.settle(rejectionOf(provide({ minTtlMs: 2 * HOUR_MS })));
    clock.stepWall(-10 * MINUTE_MS);
    await pass(MINUTE_MS);
    await clock.settle(rejectionOf(provide({ minTtlMs: 2 * HOUR_MS })));

    expect(source.calls).toBe(2);
  });

  it("does not prolong the greatest age of credentials without an expiration", async () => {
    const policy = { advisoryMs: 0, advisoryShare: 0, mandatoryMs: 0, mandatoryShare: 0, patienceMs: 1000 };
    let calls = 0;
    const provider = async () => {
      calls += 1;
      return numbered(calls);
    };
    const { clock, key, pass } = refreshScene({
      provider,
      policy: { ...policy, maxAgeMs: MINUTE_MS, usedWithinMs: Infinity },
    });
    await key();
    clock.stepWall(STEP_MS);
    await pass(MINUTE_MS);
    await key();

    expect(calls).toBe(2);
  });

  it("after a boot ahead of time lets credentials be renewed before they expire", async () => {
    const clock = virtualClock(NOW_MS);
    const schedule = new Schedule(clock);
    // The machine booted six hours ahead: to it, what AWS gives has expired long ago.
    clock.stepWall(6 * HOUR_MS);
    const expirations: number[] = [];
    const provider = async () => {
      const expiresAtMs = NOW_MS + (clock.monotonic() - bootedMs) + HOUR_MS;
      expirations.push(expiresAtMs);
      return numbered(expirations.length, expiresAtMs);
    };
    const bootedMs = clock.monotonic();
    const { key } = refreshScene({ provider, clock, schedule });
    await key();
    clock.stepWall(STEP_MS);
    await clock.runUntil(NOW_MS + MINUTE_MS);
    await key();
    await clock.runUntil(NOW_MS + 50 * MINUTE_MS);

    expect(expirations).toHaveLength(2);
    expect(await key()).toBe(keyOf(2));
  });
});

describe("a wall clock that steps forward six hours", () => {
  it("never makes a caller get credentials that have expired by it", async () => {
    const { clock, key, source } = refreshScene();
    await key();
    clock.stepWall(6 * HOUR_MS);

    expect(await key()).toBe(keyOf(2));
    expect(source.calls).toBe(2);
  });
});

describe("a process whose clock is an hour ahead", () => {
  it("makes one exchange a minute at most, while the others make one a lifetime", async () => {
    const { store, clock, all, keys, exchanges } = processes(5);
    const source = fakeSource(clock);
    const wrong = refreshScene({
      store,
      clock,
      identity: "checkout",
      provider: source.provider,
      ports: { now: () => clock.now() + HOUR_MS },
    });
    for (let turn = 0; turn < 60; turn += 1) {
      await keys();
      await wrong.key();
      clock.advance(10_000);
    }
    expect(source.calls).toBeLessThanOrEqual(10);
    expect(exchanges()).toBe(1);
    expect(all[0]?.source.calls).toBe(1);
  });
});
