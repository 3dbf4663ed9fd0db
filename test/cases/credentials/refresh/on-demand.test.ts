import { describe, expect, it } from "vitest";
import { refresh } from "../../../../src/credentials/refresh/refresh.ts";
import { Schedule } from "../../../../src/lib/timer-queue.ts";
import { NOW_MS } from "../../../support/aws-examples.ts";
import { seededChance } from "../../../support/chance.ts";
import { virtualClock } from "../../../support/fake-clock.ts";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "../../../support/time.ts";
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
    await runUntil(HOUR_MS + MINUTE_MS);
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

  it("is not renewed in the background after stop, and callers still get credentials", async () => {
    const { ask, provide, source, schedule, runUntil } = scheduledScene();
    await ask();
    await runUntil(MINUTE_MS);
    await ask();
    await provide.stop();
    await runUntil(HOUR_MS);
    expect([source.calls, schedule.size]).toEqual([1, 0]);

    await ask();
    expect([source.calls, schedule.size]).toEqual([2, 0]);
  });
});

describe("4,000 identities on one schedule", () => {
  it("are renewed on one timer, spread over minutes, and only those in use", async () => {
    const clock = virtualClock(NOW_MS);
    const random = seededChance(11);
    const timers = { armed: 0, most: 0 };
    const runLater = (ms: number, run: () => void): (() => void) => {
      timers.armed += 1;
      timers.most = Math.max(timers.most, timers.armed);
      const cancel = clock.runLater(ms, () => {
        timers.armed -= 1;
        run();
      });
      return () => {
        timers.armed -= 1;
        cancel();
      };
    };
    const ports = { ...clock, runLater, random };
    const schedule = new Schedule(ports);
    const renewedAtMs: number[] = [];
    const provider = async () => {
      renewedAtMs.push(clock.now() - NOW_MS);
      return numbered(renewedAtMs.length, clock.now() + HOUR_MS);
    };
    const identities = Array.from({ length: 4000 }, () => refresh({ provider, ports, schedule }));
    await Promise.all(identities.map((provide) => provide()));
    expect([schedule.size, renewedAtMs.length]).toEqual([4000, 4000]);

    await clock.runUntil(NOW_MS + SECOND_MS);
    await Promise.all(identities.slice(0, 1000).map((provide) => provide()));
    renewedAtMs.length = 0;
    await clock.runUntil(NOW_MS + HOUR_MS);

    expect(renewedAtMs).toHaveLength(1000);
    expect(mostWithin(renewedAtMs, 10 * SECOND_MS)).toBeLessThan(70);
    expect(timers.most).toBe(1);
  });
});

function mostWithin(timesMs: readonly number[], spanMs: number): number {
  const counts = new Map<number, number>();
  for (const timeMs of timesMs) {
    const span = Math.floor(timeMs / spanMs);
    counts.set(span, (counts.get(span) ?? 0) + 1);
  }
  return Math.max(...counts.values());
}
