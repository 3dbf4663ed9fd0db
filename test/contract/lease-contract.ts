import { expect, test } from "vitest";
import type { Release, Store } from "../../src/ports.ts";
import { CROWD, type OpenSubject, type StoreSubject, withSubject } from "./store-subject.ts";

const TTL_MS = 10_000;

/** What a lease must do. A store whose leases reach no further than its process keeps to it there. */
export function describeLeases(open: OpenSubject): void {
  const using = (use: (subject: StoreSubject) => Promise<void>) => withSubject(open, use);

  test(
    `gives a lease to exactly one of ${CROWD} who ask at once, round after round`,
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
    "ends a lease by time",
    using(async ({ store, advance }) => {
      expect(await store.acquire("lease", { ttlMs: TTL_MS })).toBeDefined();
      await advance(TTL_MS - 2000);
      expect(await store.acquire("lease", { ttlMs: TTL_MS })).toBeUndefined();
      await advance(2000);
      expect(await store.acquire("lease", { ttlMs: TTL_MS })).toBeDefined();
    }),
  );

  test(
    `gives a lease that ended by time to exactly one of ${CROWD}`,
    using(async ({ store, advance }) => {
      expect(await store.acquire("lease", { ttlMs: TTL_MS })).toBeDefined();
      await advance(TTL_MS);
      expect(await askAtOnce(store)).toHaveLength(1);
    }),
  );

  test(
    "lets no late owner free the lease of another",
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
    "takes a second release for none",
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
    "keeps leases apart from each other, and from records",
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
