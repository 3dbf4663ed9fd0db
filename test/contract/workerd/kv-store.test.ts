import { env } from "cloudflare:test";
import { describe, expect, test } from "vitest";
import { type KvNamespace, kvStore } from "../../../runtimes/cloudflare/kv-store.ts";
import { requireSealed } from "../../../src/credentials/sharing/require-sealed.ts";
import { fakeClock } from "../../support/fake-clock.ts";
import { describeStore } from "../store-contract.ts";

let opened = 0;

describeStore(
  "a store in Workers KV",
  () => {
    opened += 1;
    const prefix = `${opened}:`;
    const { now, monotonic, advance } = fakeClock(Date.now());
    return {
      store: kvStore(env.KV, { now, monotonic, prefix }),
      now,
      advance,
      poison: (key, text) => env.KV.put(`${prefix}${key}`, text, { expirationTtl: 60 }),
    };
  },
  { isAtomic: false },
);

describe("a store in Workers KV", () => {
  test.each([
    ["its own time to live", 3_600_500, 3601],
    ["60 seconds, the minimum of KV, if it expires sooner", 5000, 60],
  ])("keeps a record for %s", async (_, lifeMs, expirationTtl) => {
    const puts: unknown[] = [];
    const namespace: KvNamespace = {
      get: async () => null,
      put: async (...parameters) => void puts.push(parameters),
      delete: async () => undefined,
    };
    await kvStore(namespace, { now: () => 1000 }).set("key", "value", { expiresAtMs: 1000 + lifeMs });
    expect(puts).toEqual([["podkey:key", `podkey1 ${1000 + lifeMs}\nvalue\nend`, { expirationTtl }]]);
  });

  test("does not return an expired record that KV still has", async () => {
    const { now, advance } = fakeClock(Date.now());
    const store = kvStore(env.KV, { now });
    await store.set("short", "value", { expiresAtMs: now() + 5000 });
    expect(await store.get("short")).toBe("value");
    advance(5000);
    expect(await store.get("short")).toBeUndefined();
  });

  test("is refused for credentials unless it is sealed", () => {
    expect(() => requireSealed(kvStore(env.KV))).toThrow(/^kvStore\(\) would keep/);
  });
});
