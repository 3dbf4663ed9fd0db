import { describe, expect, it } from "vitest";
import { Schedule } from "../../../../src/credentials/refresh/schedule.ts";
import { DEFAULT_REFRESH_POLICY } from "../../../../src/credentials/refresh/thresholds.ts";
import { NOW_MS } from "../../../support/aws-examples.ts";
import { virtualClock } from "../../../support/fake-clock.ts";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "../../../support/time.ts";
import { throttled } from "./refusals.ts";
import { numbered, refreshScene } from "./scene.ts";

/** One identity on a schedule. */
function scheduledScene(lifeMs = HOUR_MS) {
  const clock = virtualClock(NOW_MS);
  const schedule = new Schedule(clock);
  const scene = refreshScene({ clock, schedule, lifeMs, latencyMs: 100 });
  const { settle, runUntil } = clock;
  return {
    ...scene,
    schedule,
    ask: () => settle(scene.provide()),
    runUntil: (ms: number) => runUntil(NOW_MS + ms),
  };
}

describe("an identity on a schedule", () => {
  it("is renewed in the background while it is in use, before a caller starts the renewal", async () => {
    const { ask, source, runUntil } = scheduledScene();
    await ask();
    await runUntil(MINUTE_MS);
    await ask();
    await runUntil(46 * MINUTE_MS);

    expect(source.calls).toBe(2);
  });

  it("is not renewed if no caller asked since its credentials came", async () => {
    const { ask, source, schedule, runUntil } = scheduledScene();
    await ask();
    await runUntil(24 * HOUR_MS);

    expect([source.calls, schedule.size]).toEqual([1, 0]);
  });

  it("is not renewed a second time if no caller asked since the first background renewal", async () => {
    const { ask, source, schedule, runUntil } = scheduledScene();
    await ask();
    await runUntil(MINUTE_MS);
    await ask();
    await runUntil(24 * HOUR_MS);

    expect([source.calls, schedule.size]).toEqual([2, 0]);
  });

  it("is renewed in the background again when it comes back into use", async () => {
    const { ask, source, runUntil } = scheduledScene();
    await ask();
    await runUntil(5 * HOUR_MS);
    await ask();
    await runUntil(5 * HOUR_MS + MINUTE_MS);
    await ask();
    await runUntil(6 * HOUR_MS);

    expect(source.calls).toBe(3);
  });

  it("is tried again after a failed renewal until it succeeds, although no caller asks meanwhile", async () => {
    const { ask, source, runUntil } = scheduledScene();
    await ask();
    await runUntil(MINUTE_MS);
    await ask();
    source.failure = new Error("the agent is down");
    await runUntil(50 * MINUTE_MS);
    expect(source.calls).toBeGreaterThan(5);

    source.failure = undefined;
    const callsBefore = source.calls;
    await runUntil(52 * MINUTE_MS);
    expect(source.calls).toBe(callsBefore + 1);
  });

  it("is not renewed after its last credentials have expired unused", async () => {
    const { ask, source, schedule, runUntil } = scheduledScene();
    await ask();
    await runUntil(MINUTE_MS);
    await ask();
    source.failure = new Error("the pod is gone");
    await runUntil(HOUR_MS + 99);
    const callsBefore = source.calls;
    await runUntil(24 * HOUR_MS);

    expect([source.calls, schedule.size]).toEqual([callsBefore, 0]);
  });

  it("is not renewed in the background if it never had credentials", async () => {
    const { provide, clock, source, runUntil } = scheduledScene();
    source.failure = new Error("the pod is gone");
    await clock.settle(provide().catch(() => undefined));
    await runUntil(24 * HOUR_MS);

    expect(source.calls).toBe(1);
  });

  it("is tried again in the background without credentials if a caller asked since the failure", async () => {
    const { provide, clock, source, runUntil } = scheduledScene();
    source.failure = new Error("the pod is gone");
    await clock.settle(provide().catch(() => undefined));
    await runUntil(600);
    await provide().catch(() => undefined);
    await runUntil(24 * HOUR_MS);

    expect(source.calls).toBe(2);
  });

  it("is not renewed early because a caller forced a renewal that failed", async () => {
    const { ask, provide, clock, source, runUntil } = scheduledScene();
    await ask();
    await runUntil(10 * MINUTE_MS);
    source.failure = new Error("the agent is down");
    await clock.settle(provide({ forceRefresh: true }).catch(() => undefined));
    await ask();
    await runUntil(44 * MINUTE_MS);

    expect(source.calls).toBe(2);
  });

  it("is renewed although its credentials expired while the machine slept, if a caller had asked", async () => {
    const { ask, clock, source, runUntil } = scheduledScene();
    await ask();
    await runUntil(MINUTE_MS);
    await ask();
    clock.stepWall(2 * HOUR_MS);
    await runUntil(HOUR_MS);

    expect(source.calls).toBe(2);
  });

  it.each([
    ["reach their greatest age and never expire", undefined, 30 * MINUTE_MS],
    ["reach their greatest age first", NOW_MS + 45 * MINUTE_MS + 5000, 30 * MINUTE_MS],
    ["come near their expiration first", NOW_MS + 30 * MINUTE_MS, 20 * MINUTE_MS],
  ])("is renewed in time if its credentials %s", async (_which, expiresAtMs, renewedAfterMs) => {
    const clock = virtualClock(NOW_MS);
    const askedMs: number[] = [];
    const { provide } = refreshScene({
      clock,
      schedule: new Schedule(clock),
      policy: { ...DEFAULT_REFRESH_POLICY, maxAgeMs: 30 * MINUTE_MS },
      provider: async () => {
        askedMs.push(clock.now() - NOW_MS);
        return numbered(askedMs.length, expiresAtMs);
      },
    });
    await clock.settle(provide());
    await clock.runUntil(NOW_MS + MINUTE_MS);
    await clock.settle(provide());
    await clock.runUntil(NOW_MS + renewedAfterMs);

    expect(askedMs).toEqual([0, renewedAfterMs]);
  });

  it("is not renewed before the delay that the source asked for, although its credentials get old", async () => {
    const { ask, provide, clock, source, runUntil } = scheduledScene();
    await ask();
    await runUntil(44 * MINUTE_MS + 30 * SECOND_MS);
    source.failure = throttled(60_000);
    await clock.settle(provide({ forceRefresh: true }).catch(() => undefined));
    await ask();
    await runUntil(45 * MINUTE_MS + 29 * SECOND_MS);
    expect(source.calls).toBe(2);

    await runUntil(45 * MINUTE_MS + 31 * SECOND_MS);
    expect(source.calls).toBe(3);
  });

  it("leaves nothing on the schedule if its credentials neither expire nor get too old", async () => {
    const clock = virtualClock(NOW_MS);
    const schedule = new Schedule(clock);
    await refreshScene({ clock, schedule, provider: async () => numbered(1) }).key();

    expect(schedule.size).toBe(0);
  });

  it("is not renewed in the background after stop, and callers still get credentials", async () => {
    const { ask, provide, source, schedule, runUntil } = scheduledScene();
    await ask();
    await runUntil(MINUTE_MS);
    await ask();
    await provide.stop();
    await runUntil(2 * HOUR_MS);
    expect([source.calls, schedule.size]).toEqual([1, 0]);

    await ask();
    expect([source.calls, schedule.size]).toEqual([2, 0]);
  });
});
