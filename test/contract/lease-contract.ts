import { expect, test } from "vitest";
import type { Release, Store } from "../../src/ports.ts";
import { CROWD, type OpenSubject, type StoreSubject, withSubject } from "./store-subject.ts";

const TTL_MS = 10_000;

/** Tests what a lease must do, at least within one process. */
export function describeLeases(open: OpenSubject): void {
  const using = (use: (subject: StoreSubject) => Promise<void>) => withSubject(open, use);

  test(
    `gives a lease to exactly one of ${CROWD} callers at once, in each of five rounds`,
    using(async ({ store }) => {
      for (let round = 0; round < 5; round += 1) {
        const releases = await askAtOnce(store);
        expect(releases).toHaveLength(1);
        expect(await store.acquire("lease", { ttlMs: TTL_MS })).toBeUndefined();
        await releases[0]?.();
      }
    }),
  );

  test(
    "ends a lease after its time",
    using(async ({ store, advance }) => {
      expect(await store.acquire("lease", { ttlMs: TTL_MS })).toBeDefined();
      await advance(TTL_MS - 2000);
      expect(await store.acquire("lease", { ttlMs: TTL_MS })).toBeUndefined();
      await advance(2000);
      expect(await store.acquire("lease", { ttlMs: TTL_MS })).toBeDefined();
    }),
  );

  test(
    `gives a lease whose time is over to exactly one of ${CROWD} callers`,
    using(async ({ store, advance }) => {
      expect(await store.acquire("lease", { ttlMs: TTL_MS })).toBeDefined();
      await advance(TTL_MS);
      expect(await askAtOnce(store)).toHaveLength(1);
    }),
  );

  test(
    "does not let a late holder release the lease of the next holder",
    using(async ({ store, advance }) => {
      const releaseLate = await store.acquire("lease", { ttlMs: TTL_MS });
      await advance(TTL_MS);
      const release = await store.acquire("lease", { ttlMs: TTL_MS });
      await releaseLate?.();
      expect(await store.acquire("lease", { ttlMs: TTL_MS })).toBeUndefined();
      await release?.();
      await releaseLate?.();
      expect(await store.acquire("lease", { ttlMs: TTL_MS })).toBeDefined();
    }),
  );

  test(
    "ignores a second release",
    using(async ({ store }) => {
      const release = await store.acquire("lease", { ttlMs: TTL_MS });
      await release?.();
      await release?.();
      const other = await store.acquire("lease", { ttlMs: TTL_MS });
      await release?.();
      expect(other).toBeDefined();
      expect(await store.acquire("lease", { ttlMs: TTL_MS })).toBeUndefined();
    }),
  );

  test(
    "keeps the leases of different keys apart, and leases apart from records",
    using(async ({ store, now }) => {
      await store.set("key", "value", { expiresAtMs: now() + TTL_MS });
      expect(await store.acquire("key", { ttlMs: TTL_MS })).toBeDefined();
      expect(await store.acquire("Key", { ttlMs: TTL_MS })).toBeDefined();
      expect(await store.get("key")).toBe("value");
      await store.delete("key");
      expect(await store.acquire("key", { ttlMs: TTL_MS })).toBeUndefined();
    }),
  );
}

async function askAtOnce(store: Store): Promise<Release[]> {
  const asked = Array.from({ length: CROWD }, () => store.acquire("lease", { ttlMs: TTL_MS }));
  return (await Promise.all(asked)).filter((release) => release !== undefined);
}
