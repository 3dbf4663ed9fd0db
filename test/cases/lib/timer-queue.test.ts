import { describe, expect, it } from "vitest";
import { NOW_MS } from "../../support/aws-examples.ts";
import { seededChance } from "../../support/chance.ts";
import { DAY_MS } from "../../support/time.ts";
import { watchedSchedule } from "./watched-schedule.ts";

describe("a schedule", () => {
  it("runs tasks in the order of their times, on one timer", async () => {
    const { at, runUntil, ran, timers, schedule } = watchedSchedule();
    for (const [ms, name] of [
      [30, "c"],
      [10, "a"],
      [20, "b"],
      [40, "d"],
    ] as const)
      at(ms, name);
    await runUntil(30);

    expect(ran).toEqual(["a", "b", "c"]);
    expect([schedule.size, timers.armed, timers.most]).toEqual([1, 1, 1]);
  });

  it("runs a task that is already due at once, but not within the call", async () => {
    const { at, runUntil, ran } = watchedSchedule();
    at(-1000, "late");
    expect(ran).toEqual([]);
    await runUntil(0);
    expect(ran).toEqual(["late"]);
  });

  it("does not run a cancelled task, even if it is cancelled twice or after it ran", async () => {
    const { at, runUntil, ran, schedule } = watchedSchedule();
    const cancels = [at(10, "a"), at(20, "b")];
    for (const cancel of cancels.slice(0, 1).concat(cancels.slice(0, 1))) cancel();
    expect(schedule.size).toBe(1);
    await runUntil(20);
    for (const cancel of cancels) cancel();

    expect(ran).toEqual(["b"]);
    expect(schedule.size).toBe(0);
  });

  it("runs nothing and holds no timer after clear, and can be used again", async () => {
    const { at, runUntil, ran, schedule, timers } = watchedSchedule();
    at(10, "a");
    const cancel = at(20, "b");
    schedule.clear();
    expect([schedule.size, timers.armed]).toEqual([0, 0]);

    at(30, "c");
    cancel();
    await runUntil(100);
    expect(ran).toEqual(["c"]);
  });

  it("runs tasks that are added while it runs others", async () => {
    const { at, runUntil, ran, schedule, timers } = watchedSchedule();
    schedule.at(NOW_MS + 10, () => {
      at(20, "next");
      at(5, "overdue");
    });
    await runUntil(20);

    expect(ran).toEqual(["overdue", "next"]);
    expect(timers).toMatchObject({ armed: 0, most: 1 });
  });

  it("waits for longer than a runtime's longest timer", async () => {
    const { at, runUntil, ran, timers } = watchedSchedule(2 ** 31 - 1);
    at(90 * DAY_MS, "in three months");
    await runUntil(90 * DAY_MS - 1);
    expect(ran).toEqual([]);
    await runUntil(90 * DAY_MS);

    expect(ran).toEqual(["in three months"]);
    expect(timers.most).toBe(1);
  });

  it("does not run early on a timer that fires early", async () => {
    const { at, runUntil, ran } = watchedSchedule(7);
    at(10, "a");
    await runUntil(9);
    expect(ran).toEqual([]);
    await runUntil(10);
    expect(ran).toEqual(["a"]);
  });

  it("arms one timer at a time for 100,000 tasks and runs each once", async () => {
    const { schedule, clock, timers } = watchedSchedule();
    const chance = seededChance(3);
    const ranAtMs: number[] = [];
    for (let index = 0; index < 100_000; index += 1) {
      const timeMs = NOW_MS + Math.floor(chance() * 1000);
      schedule.at(timeMs, () => ranAtMs.push(timeMs));
    }
    expect([schedule.size, timers.armed]).toEqual([100_000, 1]);
    await clock.runUntil(NOW_MS + 1000);

    expect([ranAtMs.length, schedule.size]).toEqual([100_000, 0]);
    expect(ranAtMs.every((timeMs, index) => timeMs >= (ranAtMs[index - 1] ?? 0))).toBe(true);
    expect(timers).toMatchObject({ armed: 0, most: 1 });
  });

  it("sets a new timer for a task that is due before the others only", () => {
    const { at, timers } = watchedSchedule();
    for (const ms of [20, 30, 20]) at(ms, "later");
    expect(timers).toEqual({ armed: 1, most: 1, made: 1 });
    at(10, "earlier");

    expect(timers).toEqual({ armed: 1, most: 1, made: 2 });
  });

  it("holds no timer for tasks that were cancelled", async () => {
    const { clock, schedule, timers } = watchedSchedule();
    const isOff = Array.from({ length: 1000 }, (_, index) =>
      schedule.at(NOW_MS + DAY_MS + index, () => undefined),
    );
    for (const cancel of isOff) cancel();
    schedule.at(NOW_MS + 10, () => undefined);
    await clock.runUntil(NOW_MS + 10);

    expect(timers.armed).toBe(0);
  });

  it("refuses a task whose time is not a number, for example of an Invalid Date", () => {
    const { schedule } = watchedSchedule();
    const run = () => undefined;

    expect(() => schedule.at(new Date("never").getTime(), run)).toThrow("timeMs must be a number");
    expect(() => schedule.atMonotonic(Number.NaN, run)).toThrow(RangeError);
    expect(schedule.size).toBe(0);
  });

  it("keeps every live task when many others are cancelled", async () => {
    const { schedule, clock, at, ran } = watchedSchedule();
    const cancels = Array.from({ length: 200 }, (_, index) => at(DAY_MS + index, "cancelled"));
    for (let index = 0; index < 50; index += 1) at(10 + index, `live ${index}`);
    for (const cancel of cancels) cancel();
    expect(schedule.size).toBe(50);
    await clock.runUntil(NOW_MS + 2 * DAY_MS);

    expect(ran).toEqual(Array.from({ length: 50 }, (_, index) => `live ${index}`));
  });
});
