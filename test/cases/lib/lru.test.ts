import { describe, expect, it } from "vitest";
import { evictOldest, Lru } from "../../../src/lib/lru.ts";

function lruOf(maxSize: number, mayEvict?: (value: string) => boolean) {
  const evicted: string[] = [];
  const lru = new Lru<string>(maxSize, (value) => evicted.push(value), mayEvict);
  return { lru, evicted };
}

describe("a bounded map", () => {
  it("holds as many entries as its size before it evicts one", () => {
    const { lru, evicted } = lruOf(2);
    lru.set("a", "A");
    lru.set("b", "B");
    expect([lru.size, evicted]).toEqual([2, []]);
    lru.set("c", "C");
    expect([[...lru.values()], evicted]).toEqual([["B", "C"], ["A"]]);
  });

  it("evicts the entry that was read least recently", () => {
    const { lru, evicted } = lruOf(2);
    lru.set("a", "A");
    lru.set("b", "B");
    expect(lru.get("a")).toBe("A");
    lru.set("c", "C");
    expect(evicted).toEqual(["B"]);
  });

  it("counts a new value of a key as its latest use, and does not evict the old value", () => {
    const { lru, evicted } = lruOf(2);
    lru.set("a", "A");
    lru.set("b", "B");
    lru.set("a", "A2");
    expect([lru.size, [...lru.values()], evicted]).toEqual([2, ["B", "A2"], []]);
    lru.set("c", "C");
    expect(evicted).toEqual(["B"]);
  });

  it("returns undefined for an absent key and does not add it", () => {
    const { lru } = lruOf(1);
    lru.set("a", "A");
    expect(lru.get("b")).toBeUndefined();
    expect([...lru.values()]).toEqual(["A"]);
  });

  it("deletes an entry without a call of onEvict, and says whether there was one", () => {
    const { lru, evicted } = lruOf(2);
    lru.set("a", "A");
    expect([lru.delete("a"), lru.delete("a"), lru.size, evicted]).toEqual([true, false, 0, []]);
  });

  it("evicts the next entry instead of one that must stay", () => {
    const { lru, evicted } = lruOf(2, (value) => value !== "A");
    lru.set("a", "A");
    lru.set("b", "B");
    lru.set("c", "C");
    expect([evicted, [...lru.values()]]).toEqual([["B"], ["A", "C"]]);
  });

  it("exceeds its size rather than evict an entry that must stay, and never evicts the newest entry", () => {
    const { lru, evicted } = lruOf(1, (value) => value !== "A");
    lru.set("a", "A");
    lru.set("b", "B");
    expect([evicted, [...lru.values()]]).toEqual([[], ["A", "B"]]);
  });

  it("shrinks to its size once entries may be evicted again", () => {
    const kept = new Set(["A", "B"]);
    const { lru, evicted } = lruOf(1, (value) => !kept.has(value));
    lru.set("a", "A");
    lru.set("b", "B");
    kept.clear();
    lru.set("c", "C");
    expect([evicted, [...lru.values()]]).toEqual([["A", "B"], ["C"]]);
  });

  it("evicts without a listener", () => {
    const lru = new Lru<string>(1);
    lru.set("a", "A");
    lru.set("b", "B");
    expect([...lru.values()]).toEqual(["B"]);
  });
});

describe("evictOldest", () => {
  it("deletes the oldest entries of a map until it fits its size, and nothing from one that does", () => {
    const entries = new Map([
      ["a", 1],
      ["b", 2],
      ["c", 3],
    ]);
    evictOldest(entries, 3);
    expect([...entries.keys()]).toEqual(["a", "b", "c"]);
    evictOldest(entries, 2);
    expect([...entries.keys()]).toEqual(["b", "c"]);
    evictOldest(entries, 0);
    expect([...entries.keys()]).toEqual([]);
  });
});
