import { expect, test } from "vitest";
import { kvStore } from "../../../runtimes/deno/kv-store.ts";
import { errorOf } from "../../support/rejection.ts";

test("a store in Deno KV names the flag --unstable-kv if it is missing", async () => {
  const { Deno } = globalThis as unknown as { Deno: object };
  const withoutKv = { ...Deno, openKv: undefined };
  Object.defineProperty(globalThis, "Deno", { value: withoutKv, configurable: true });
  try {
    const error = await errorOf(kvStore().get("key"), "CONFIGURATION");
    expect(error.message).toContain("run with --unstable-kv, or use fileStore()");
  } finally {
    Object.defineProperty(globalThis, "Deno", { value: Deno, configurable: true });
  }
});
