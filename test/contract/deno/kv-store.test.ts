import { describe, expect, test } from "vitest";
import { kvStore } from "../../../runtimes/deno/kv-store.ts";
import { requireSealed } from "../../../src/credentials/sharing/require-sealed.ts";
import { fakeClock } from "../../support/fake-clock.ts";
import { HOUR_MS } from "../../support/time.ts";
import { describeStore } from "../store-contract.ts";
import { deno } from "./deno-tests.ts";

describeStore("a store in Deno KV", async () => {
  const { now, advance } = fakeClock(Date.now());
  const kv = await deno().openKv(":memory:");
  return {
    store: kvStore(kv, { now }),
    now,
    advance,
    poison: async (key, text) => {
      await kv.set(["podkey", "record", key], new TextEncoder().encode(text));
    },
    close: () => kv.close(),
  };
});

describe("a store in Deno KV", () => {
  test.each([
    ["an object", { value: "x" }],
    ["a number", 7],
    ["a text", "podkey1 9999999999999\nvalue\nend"],
  ])("treats %s under a key as absent, and replaces it", async (_, value) => {
    const kv = await deno().openKv(":memory:");
    await kv.set(["podkey", "record", "key"], value);
    const store = kvStore(kv);
    expect(await store.get("key")).toBeUndefined();
    await store.set("key", "value", { expiresAtMs: Date.now() + HOUR_MS });
    expect(await store.get("key")).toBe("value");
    kv.close();
  });

  test("opens a KV by its path, and shares it with other stores of that path and prefix", async () => {
    const folder = await deno().makeTempDir();
    const path = `${folder}/kv`;
    await kvStore(path).set("key", "value", { expiresAtMs: Date.now() + HOUR_MS });
    expect(await kvStore(path).get("key")).toBe("value");
    expect(await kvStore(path, { prefix: "other" }).get("key")).toBeUndefined();
    await deno().remove(folder, { recursive: true });
  });

  test("is refused for credentials unless it is sealed", () => {
    expect(() => requireSealed(kvStore())).toThrow(/^kvStore\(\) would keep/);
  });
});
