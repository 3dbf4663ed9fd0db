import { describe, expect, it } from "vitest";
import { memoryStore } from "../../../../src/stores/memory.ts";
import { MINUTE_MS } from "../../../support/time.ts";
import { keyOf, numbered, refreshScene, type Scene } from "./scene.ts";

/** Two processes over one store, both with the first key of the first. */
async function twoProcesses(): Promise<{ first: Scene; second: Scene; stored: () => Promise<string> }> {
  const store = memoryStore({ now: () => 0 });
  const first = refreshScene({ store, identity: "checkout" });
  await first.key();
  const second = refreshScene({ store, identity: "checkout", clock: first.clock });
  // So that the keys of the second are others.
  second.source.calls = 100;
  await second.key();
  return { first, second, stored: async () => (await store.get("checkout.v1")) ?? "nothing" };
}

describe("invalidate", () => {
  it("forgets the credentials that AWS refused", async () => {
    const { provide, clock, key } = refreshScene();
    await provide.invalidate(await clock.settle(provide()));

    expect(await key()).toBe(keyOf(2));
  });

  it("of an older key leaves the current credentials", async () => {
    const { provide, key, source } = refreshScene();
    await key();
    await key({ forceRefresh: true });
    await provide.invalidate(numbered(1));

    expect(await key()).toBe(keyOf(2));
    expect(source.calls).toBe(2);
  });

  it("by many callers at once costs one exchange", async () => {
    const { provide, clock, source } = refreshScene({ latencyMs: 200 });
    const refused = await clock.settle(provide());
    const recover = async () => {
      await provide.invalidate(refused);
      return (await provide()).accessKeyId;
    };
    const keys = await clock.settle(Promise.all(Array.from({ length: 100 }, recover)));

    expect(new Set(keys)).toEqual(new Set([keyOf(2)]));
    expect(source.calls).toBe(2);
  });

  it("removes the record from the store", async () => {
    const { first, stored } = await twoProcesses();
    await first.provide.invalidate(numbered(1));

    expect(await stored()).toBe("nothing");
  });

  it("leaves a record in the store that has another key", async () => {
    const { first, second, stored } = await twoProcesses();
    await first.pass(MINUTE_MS);
    await second.key({ forceRefresh: true });
    await first.provide.invalidate(numbered(1));

    expect(await stored()).toContain(keyOf(101));
    expect(await first.key()).toBe(keyOf(101));
  });

  it("does not take the refused key back from a store that could not remove it", async () => {
    const store = { ...memoryStore({ now: () => 0 }), delete: async () => undefined };
    const { provide, key } = refreshScene({ store, identity: "checkout" });
    await key();
    await provide.invalidate(numbered(1));

    expect(await key()).toBe(keyOf(2));
  });

  it("does not take it back after a late refusal of an even older key", async () => {
    const store = { ...memoryStore({ now: () => 0 }), delete: async () => undefined };
    const { provide, key } = refreshScene({ store, identity: "checkout" });
    await key();
    await provide.invalidate(numbered(1));
    await provide.invalidate(numbered(0));

    expect(await key()).toBe(keyOf(2));
  });
});
