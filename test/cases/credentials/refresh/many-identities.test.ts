import { describe, expect, it } from "vitest";
import { refresh } from "../../../../src/credentials/refresh/refresh.ts";
import { Schedule } from "../../../../src/credentials/refresh/schedule.ts";
import { NOW_MS } from "../../../support/aws-examples.ts";
import { seededChance } from "../../../support/chance.ts";
import { virtualClock } from "../../../support/fake-clock.ts";
import { HOUR_MS, SECOND_MS } from "../../../support/time.ts";
import { numbered } from "./scene.ts";

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
