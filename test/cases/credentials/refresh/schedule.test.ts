import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type HeapEntry, insert, removeHead, Schedule } from "../../../../src/lib/timer-queue.ts";
import { NOW_MS } from "../../../support/aws-examples.ts";
import { seededChance } from "../../../support/chance.ts";
import { virtualClock } from "../../../support/fake-clock.ts";
import { DAY_MS } from "../../../support/time.ts";

/** A schedule over a clock that counts the timers, and breaks the contract of none. */
function watchedSchedule(maxTimerMs = Infinity) {
  const clock = virtualClock(NOW_MS);
  const timers = { armed: 0, most: 0 };
  const runLater = (ms: number, run: () => void): (() => void) => {
    timers.armed += 1;
    timers.most = Math.max(timers.most, timers.armed);
    let isOver = false;
    const end = (): void => {
      if (!isOver) timers.armed -= 1;
      isOver = true;
    };
    const cancel = clock.runLater(Math.min(ms, maxTimerMs), () => {
      end();
      run();
    });
    return () => {
      cancel();
      end();
    };
  };
  const ran: string[] = [];
  const schedule = new Schedule({ ...clock, runLater });
  const at = (ms: number, name: string) => schedule.at(NOW_MS + ms, () => ran.push(name));
  return { clock, timers, schedule, ran, at, runUntil: (ms: number) => clock.runUntil(NOW_MS + ms) };
}

function drained(heap: HeapEntry[]): number[] {
  const times: number[] = [];
  for (let [head] = heap; head; [head] = heap) {
    times.push(head.timeMs);
    removeHead(heap);
  }
  return times;
}

describe("the heap", () => {
  it("gives back what it got in the order of time, whatever that was", () => {
    const times = fc.array(fc.integer({ min: 0, max: 50 }));
    void fc.assert(
      fc.property(times, (given) => {
        const heap: HeapEntry[] = [];
        for (const timeMs of given) insert(heap, { timeMs });
        expect(drained(heap)).toEqual(given.toSorted((a, b) => a - b));
      }),
    );
  });

  it("is as a sorted list over ten thousand inserts and removals at random", () => {
    const chance = seededChance(7);
    const heap: HeapEntry[] = [];
    const list: number[] = [];
    for (let turn = 0; turn < 10_000; turn += 1) {
      if (chance() < 0.4) {
        expect(heap[0]?.timeMs).toBe(list[0]);
        removeHead(heap);
        list.shift();
      } else {
        const timeMs = Math.floor(chance() * 1000);
        insert(heap, { timeMs });
        const index = list.findIndex((later) => later > timeMs);
        list.splice(index < 0 ? list.length : index, 0, timeMs);
      }
    }
    expect(drained(heap)).toEqual(list);
  });

  it("stays empty when nothing is removed from it", () => {
    const heap: HeapEntry[] = [];
    removeHead(heap);
    expect(heap).toEqual([]);
  });
});

describe("a schedule", () => {
  it("runs things in the order of their times, on one timer", async () => {
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

  it("runs what is due already at once, but not within the call", async () => {
    const { at, runUntil, ran } = watchedSchedule();
    at(-1000, "late");
    expect(ran).toEqual([]);
    await runUntil(0);
    expect(ran).toEqual(["late"]);
  });

  it("does not run what was called off, twice or after it ran", async () => {
    const { at, runUntil, ran, schedule } = watchedSchedule();
    const cancels = [at(10, "a"), at(20, "b")];
    for (const cancel of cancels.slice(0, 1).concat(cancels.slice(0, 1))) cancel();
    expect(schedule.size).toBe(1);
    await runUntil(20);
    for (const cancel of cancels) cancel();

    expect(ran).toEqual(["b"]);
    expect(schedule.size).toBe(0);
  });

  it("that is cleared runs nothing, holds no timer, and can be used again", async () => {
    const { at, runUntil, ran, schedule, timers } = watchedSchedule();
    const cancel = at(10, "a");
    at(20, "b");
    schedule.clear();
    cancel();
    expect([schedule.size, timers.armed]).toEqual([0, 0]);

    at(30, "c");
    await runUntil(100);
    expect(ran).toEqual(["c"]);
  });

  it("takes in what is added while it runs", async () => {
    const { at, runUntil, ran, schedule, timers } = watchedSchedule();
    schedule.at(NOW_MS + 10, () => {
      at(20, "next");
      at(5, "overdue");
    });
    await runUntil(20);

    expect(ran).toEqual(["overdue", "next"]);
    expect(timers).toEqual({ armed: 0, most: 1 });
  });

  it("waits longer than a runtime's longest timer", async () => {
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

  it("of 100,000 things arms one timer at a time and runs each once", async () => {
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
    expect(timers).toEqual({ armed: 0, most: 1 });
  });

  it("lets go of what was called off long before its time", async () => {
    const { clock, schedule, timers } = watchedSchedule();
    const isOff = Array.from({ length: 1000 }, (_, index) =>
      schedule.at(NOW_MS + DAY_MS + index, () => undefined),
    );
    for (const cancel of isOff) cancel();
    schedule.at(NOW_MS + 10, () => undefined);
    await clock.runUntil(NOW_MS + 10);

    expect(timers.armed).toBe(0);
  });
});
