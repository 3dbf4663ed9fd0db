import { describe, expect, test } from "vitest";
import { requireSealed } from "../../../src/credentials/sharing/require-sealed.ts";
import { memoryStore } from "../../../src/stores/memory.ts";
import { describeStore } from "../../contract/store-contract.ts";
import { NOW_MS } from "../../support/aws-examples.ts";
import { fakeClock } from "../../support/fake-clock.ts";

const IN_ONE_HOUR = { expiresAtMs: NOW_MS + 3_600_000 };

describeStore(
  "a store in memory",
  () => {
    const clock = fakeClock(NOW_MS);
    return { store: memoryStore(clock), now: clock.now, advance: clock.advance };
  },
  { isPoisonable: false },
);

describe("a full store in memory", () => {
  test("drops the least recently used record", async () => {
    const store = memoryStore({ maxRecords: 2, now: () => NOW_MS });
    await store.set("read", "1", IN_ONE_HOUR);
    await store.set("idle", "2", IN_ONE_HOUR);
    await store.get("read");
    await store.set("new", "3", IN_ONE_HOUR);
    expect(await Promise.all(["read", "idle", "new"].map((key) => store.get(key)))).toEqual([
      "1",
      undefined,
      "3",
    ]);
  });

  test("has room for a record that replaces one", async () => {
    const store = memoryStore({ maxRecords: 2, now: () => NOW_MS });
    await store.set("a", "1", IN_ONE_HOUR);
    await store.set("b", "2", IN_ONE_HOUR);
    await store.set("b", "3", IN_ONE_HOUR);
    expect(await store.get("a")).toBe("1");
  });

  test("drops no record for one that has already expired", async () => {
    const store = memoryStore({ maxRecords: 1, now: () => NOW_MS });
    await store.set("live", "1", IN_ONE_HOUR);
    await store.set("expired", "2", { expiresAtMs: NOW_MS });
    expect(await store.get("live")).toBe("1");
  });

  test("drops a record that is found expired before any other", async () => {
    const clock = fakeClock(NOW_MS);
    const store = memoryStore({ maxRecords: 2, now: clock.now });
    await store.set("short", "1", { expiresAtMs: NOW_MS + 1 });
    await store.set("long", "2", IN_ONE_HOUR);
    clock.advance(1);
    expect(await store.get("short")).toBeUndefined();
    await store.set("new", "3", IN_ONE_HOUR);
    expect(await store.get("long")).toBe("2");
  });

  test.each([0, -1, 1.5, Number.NaN, Infinity])("refuses to hold %s records", (maxRecords) => {
    expect(() => memoryStore({ maxRecords })).toThrow("maxRecords must be a whole number from 1");
  });
});

describe("a store in memory with many leases", () => {
  test("grants a lease again that ended while others were taken, and keeps the one that is held", async () => {
    const clock = fakeClock(NOW_MS);
    const { advance } = clock;
    const store = memoryStore(clock);
    for (let index = 0; index < 500; index += 1) {
      expect(await store.acquire(`lease-${index}`, { ttlMs: 10 })).toBeDefined();
      advance(1);
    }
    expect(await store.acquire("lease-0", { ttlMs: 10 })).toBeDefined();
    expect(await store.acquire("lease-499", { ttlMs: 10 })).toBeUndefined();
  });

  test("looks at few leases for a new one, however many have ended", async () => {
    const clock = fakeClock(NOW_MS);
    let reads = 0;
    const monotonic = (): number => {
      reads += 1;
      return clock.monotonic();
    };
    const store = memoryStore({ now: clock.now, monotonic });
    for (let index = 0; index < 500; index += 1) {
      reads = 0;
      await store.acquire(`lease-${index}`, { ttlMs: 1 });
      clock.advance(1);
    }
    expect(reads).toBeLessThan(10);
  });

  test("keeps the leases that are held when it drops ended ones", async () => {
    const clock = fakeClock(NOW_MS);
    const store = memoryStore(clock);
    await store.acquire("held", { ttlMs: 3_600_000 });
    for (let index = 0; index < 500; index += 1) {
      await store.acquire(`lease-${index}`, { ttlMs: 10 });
      clock.advance(1);
    }
    expect(await store.acquire("held", { ttlMs: 10 })).toBeUndefined();
  });

  test("ends leases by the monotonic clock", async () => {
    const clock = fakeClock(NOW_MS);
    const store = memoryStore(clock);
    await store.acquire("lease", { ttlMs: 1000 });
    clock.stepWall(-3_600_000);
    clock.advance(1000);
    expect(await store.acquire("lease", { ttlMs: 1000 })).toBeDefined();
  });
});

test("requireSealed accepts a store in memory", () => {
  const store = memoryStore();
  expect(requireSealed(store)).toBe(store);
});
