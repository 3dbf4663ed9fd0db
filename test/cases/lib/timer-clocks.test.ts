import { describe, expect, it } from "vitest";
import { NOW_MS } from "../../support/aws-examples.ts";
import { HOUR_MS, MINUTE_MS } from "../../support/time.ts";
import { watchedSchedule } from "./watched-schedule.ts";

describe("a schedule over two clocks", () => {
  it("counts the tasks of both clocks that are still to be run", async () => {
    const { at, clock, runUntil, schedule } = watchedSchedule();
    schedule.clear();
    at(10, "by the wall clock");
    const cancel = schedule.atMonotonic(clock.monotonic() + 20, () => undefined);
    at(30, "by the wall clock");
    schedule.atMonotonic(clock.monotonic() + 40, () => undefined);
    expect(schedule.size).toBe(4);
    cancel();
    expect(schedule.size).toBe(3);
    await runUntil(30);

    expect(schedule.size).toBe(1);
  });

  it("runs a task of the wall clock at most a minute late after that clock stepped forward", async () => {
    const { at, clock, ran } = watchedSchedule();
    at(6 * HOUR_MS, "renewal");
    clock.stepWall(6 * HOUR_MS);
    await clock.runUntil(NOW_MS + MINUTE_MS);

    expect(ran).toEqual(["renewal"]);
  });

  it("does not run a task of the wall clock early after that clock stepped back", async () => {
    const { at, clock, ran } = watchedSchedule();
    at(10 * MINUTE_MS, "renewal");
    clock.stepWall(-5 * MINUTE_MS);
    await clock.runUntil(NOW_MS + 15 * MINUTE_MS - 1);
    expect(ran).toEqual([]);
    await clock.runUntil(NOW_MS + 16 * MINUTE_MS);

    expect(ran).toEqual(["renewal"]);
  });

  it("runs a task of the monotonic clock in time, however the wall clock is stepped", async () => {
    const { schedule, clock, ran } = watchedSchedule();
    schedule.atMonotonic(clock.monotonic() + MINUTE_MS, () => ran.push("retry"));
    clock.stepWall(-6 * HOUR_MS);
    await clock.runUntil(NOW_MS + MINUTE_MS - 1);
    expect(ran).toEqual([]);
    clock.stepWall(12 * HOUR_MS);
    await clock.runUntil(NOW_MS + MINUTE_MS);

    expect(ran).toEqual(["retry"]);
  });
});
