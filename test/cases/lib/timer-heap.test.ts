import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type HeapEntry, insert, removeHead } from "../../../src/lib/timer-queue.ts";
import { seededChance } from "../../support/chance.ts";

function drained(heap: HeapEntry[]): number[] {
  const times: number[] = [];
  for (let [head] = heap; head; [head] = heap) {
    times.push(head.timeMs);
    removeHead(heap);
  }
  return times;
}

describe("the heap", () => {
  it("returns entries in the order of time, whatever the order of insertion", () => {
    const times = fc.array(fc.integer({ min: 0, max: 50 }));
    void fc.assert(
      fc.property(times, (given) => {
        const heap: HeapEntry[] = [];
        for (const timeMs of given) insert(heap, { timeMs });
        expect(drained(heap)).toEqual(given.toSorted((a, b) => a - b));
      }),
    );
  });

  it("equals a sorted list over ten thousand random inserts and removals", () => {
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

  it("stays empty if its head is removed while it is empty", () => {
    const heap: HeapEntry[] = [];
    removeHead(heap);
    expect(heap).toEqual([]);
  });
});
