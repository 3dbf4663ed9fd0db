import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type HeapEntry, insert, remove } from "../../../src/lib/timer-heap.ts";
import { seededChance } from "../../support/chance.ts";

function add(heap: HeapEntry[], timeMs: number): HeapEntry {
  const entry = { timeMs, index: -1 };
  insert(heap, entry);
  return entry;
}

function drained(heap: HeapEntry[]): number[] {
  const times: number[] = [];
  for (let [head] = heap; head; [head] = heap) {
    times.push(head.timeMs);
    remove(heap, head);
  }
  return times;
}

describe("the heap", () => {
  it("returns entries in the order of time, whatever the order of insertion", () => {
    const times = fc.array(fc.integer({ min: 0, max: 50 }));
    void fc.assert(
      fc.property(times, (given) => {
        const heap: HeapEntry[] = [];
        for (const timeMs of given) add(heap, timeMs);
        expect(drained(heap)).toEqual(given.toSorted((a, b) => a - b));
      }),
    );
  });

  it("equals a sorted list over ten thousand random inserts and removals, of its head and of other entries", () => {
    const chance = seededChance(7);
    const heap: HeapEntry[] = [];
    const list: HeapEntry[] = [];
    for (let turn = 0; turn < 10_000; turn += 1) {
      const index = chance() < 0.5 ? 0 : Math.floor(chance() * list.length);
      const [removed] = chance() < 0.4 ? list.splice(index, 1) : [];
      if (removed) {
        remove(heap, removed);
        expect(removed.index).toBe(-1);
      } else {
        const entry = add(heap, Math.floor(chance() * 1000));
        const after = list.findIndex((later) => later.timeMs > entry.timeMs);
        list.splice(after < 0 ? list.length : after, 0, entry);
      }
      expect([heap.length, heap[0]?.timeMs]).toEqual([list.length, list[0]?.timeMs]);
    }
    expect(drained(heap)).toEqual(list.map(({ timeMs }) => timeMs));
  });
});
