import { describe, expect, it } from "vitest";
import { Schedule } from "../../../src/lib/timer-queue.ts";
import { NOW_MS } from "../../support/aws-examples.ts";
import { virtualClock } from "../../support/fake-clock.ts";

describe("a schedule", () => {
  it("refuses a time that is not a number, and keeps its other tasks", async () => {
    const clock = virtualClock(NOW_MS);
    const schedule = new Schedule(clock);
    const ran: string[] = [];
    schedule.at(NOW_MS + 1000, () => ran.push("task"));

    expect(() => schedule.at(Number.NaN, () => undefined)).toThrow(RangeError);
    expect(schedule.size).toBe(1);
    await clock.runUntil(NOW_MS + 2000);
    expect(ran).toEqual(["task"]);
  });
});
