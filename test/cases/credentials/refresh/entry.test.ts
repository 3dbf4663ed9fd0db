import { describe, expect, it } from "vitest";
import { chain } from "../../../../src/credentials/providers/chain.ts";
import { refresh } from "../../../../src/credentials/refresh/refresh.ts";
import { sharedThrough } from "../../../../src/credentials/sharing/shared-through.ts";
import type { Store } from "../../../../src/ports.ts";
import { memoryStore } from "../../../../src/stores/memory.ts";
import { markPlaintext } from "../../../../src/stores/plaintext.ts";
import { errorOf } from "../../../support/rejection.ts";
import { MINUTE_MS } from "../../../support/time.ts";
import { keyOf, numbered, refreshScene } from "./scene.ts";

/** A store that needs its `this`, as the class of a user does. */
class OwnStore implements Store {
  readonly #records = memoryStore({ now: () => 0 });
  get(key: string) {
    return this.#records.get(key);
  }
  set(...[key, value, options]: Parameters<Store["set"]>) {
    return this.#records.set(key, value, options);
  }
  delete(key: string) {
    return this.#records.delete(key);
  }
  acquire(...[key, options]: Parameters<Store["acquire"]>) {
    return this.#records.acquire(key, options);
  }
}

describe("refresh", () => {
  it("refuses a store that would keep secrets in plaintext outside the process", async () => {
    const store = markPlaintext("redisStore", memoryStore(), {});
    const open = async () => refreshScene({ store, identity: "checkout" });

    expect((await errorOf(open(), "CONFIGURATION")).setting).toBe("store");
  });

  it("refuses a store of the user's own that nothing shares credentials through, and says what to write", async () => {
    const { get, set, delete: remove, acquire } = memoryStore();
    const store: Store = { get, set, delete: remove, acquire };
    const provider = async () => numbered(1);
    // @ts-expect-error the store does not bring the code by which processes share
    const open = async () => refresh({ provider, store, identity: "checkout" });
    const error = await errorOf(open(), "CONFIGURATION");

    expect(error.setting).toBe("store");
    expect(error.message).toContain("sharedThrough(store)");
  });

  it("shares through a store of the user's own class that sharedThrough wraps", async () => {
    const store = sharedThrough(new OwnStore());
    const first = refreshScene({ store, identity: "checkout" });
    const second = refreshScene({ store, identity: "checkout", clock: first.clock });

    expect(await first.key()).toBe(keyOf(1));
    expect(await second.key()).toBe(keyOf(1));
    expect(second.source.calls).toBe(0);
  });

  it("refuses to share through a plaintext store that sharedThrough wraps", async () => {
    const open = async () => sharedThrough(markPlaintext("redisStore", memoryStore(), {}));

    expect((await errorOf(open(), "CONFIGURATION")).setting).toBe("store");
  });

  it("takes such a store if the user allows plaintext", async () => {
    const store = markPlaintext("redisStore", memoryStore(), { allowPlaintext: true });

    expect(await refreshScene({ store, identity: "checkout" }).key()).toBe(keyOf(1));
  });

  it.each([
    ["a space", "checkout prod"],
    ["a slash", "checkout/prod"],
    ["a letter outside ASCII", "kassé"],
    ["a line break", "checkout\n"],
    ["151 characters", "x".repeat(151)],
  ])("refuses an identity with %s at once, because it names a record", async (_what, identity) => {
    const open = async () => refreshScene({ store: memoryStore(), identity });
    const error = await errorOf(open(), "CONFIGURATION");

    expect(error.setting).toBe("identity");
    expect(error.message).toContain("use 1 to 150 characters of A-Z a-z 0-9 _ - . :");
  });

  it("takes an identity of 150 characters, and any identity without a store", async () => {
    const store = memoryStore();

    expect(await refreshScene({ store, identity: "x".repeat(150) }).key()).toBe(keyOf(1));
    expect(await refreshScene({ identity: "a pod / its token" }).key()).toBe(keyOf(1));
  });

  it("is named in the report of a chain", async () => {
    const { provide, source } = refreshScene();
    source.failure = new Error("the agent is down");

    expect((await errorOf(chain(provide)(), "CREDENTIALS_UNAVAILABLE")).sources).toMatchObject([
      { source: "refresh", outcome: "failed" },
    ]);
  });

  it("calls its credentials default in events unless they have an identity", async () => {
    const { key, events } = refreshScene();
    await key();

    expect(events.map(({ identity }) => identity)).toEqual(["default", "default"]);
  });

  it("hands the work on the store to waitUntil too", async () => {
    const works: Promise<unknown>[] = [];
    const store = memoryStore({ now: () => 0 });
    const waitUntil = (work: Promise<unknown>) => void works.push(work);
    const { key } = refreshScene({ store, identity: "checkout", waitUntil });
    await key();
    await Promise.all(works);

    expect(works).toHaveLength(1);
    expect(await store.get("checkout.v1")).toContain(keyOf(1));
  });

  it.each([
    [
      "throws",
      () => {
        throw new Error("the request is over");
      },
    ],
    ["rejects", () => Promise.reject(new Error("the request is over"))],
  ])("returns good credentials although waitUntil %s", async (_how, waitUntil) => {
    const { key, pass, source } = refreshScene({
      waitUntil,
      store: memoryStore({ now: () => 0 }),
      identity: "checkout",
    });
    await key();
    await pass(50 * MINUTE_MS);

    expect(await key()).toBe(keyOf(1));
    await pass(1);
    expect(source.calls).toBe(2);
  });
});
