import { env, runInDurableObject } from "cloudflare:test";
import { describe, expect, test } from "vitest";
import {
  durableObjectStore,
  type TransactionalStorage,
} from "../../../runtimes/cloudflare/durable-object-store.ts";
import { requireSealed } from "../../../src/credentials/sharing/require-sealed.ts";
import type { Release, Store } from "../../../src/ports.ts";
import { fakeClock } from "../../support/fake-clock.ts";
import { MINUTE_MS } from "../../support/time.ts";
import { describeStore } from "../store-contract.ts";
import { CROWD } from "../store-subject.ts";

const START_MS = 1_800_000_000_000;
const now = () => START_MS;

/** Does work inside one Durable Object, each time as another request. */
type Enter = <T>(work: (storage: TransactionalStorage) => Promise<T>) => Promise<T>;

function newObject(): Enter {
  const stub = env.KEEPER.get(env.KEEPER.newUniqueId());
  return (work) => runInDurableObject(stub, (_, state) => work(state.storage));
}

/** Makes a store whose calls all run inside the object. */
function storeInside(enter: Enter, clock: () => number): Store {
  const inside = <T>(use: (store: Store) => Promise<T>): Promise<T> =>
    enter((storage) => use(durableObjectStore(storage, { now: clock })));
  return {
    get: (key) => inside((store) => store.get(key)),
    set: (key, value, options) => inside((store) => store.set(key, value, options)),
    delete: (key) => inside((store) => store.delete(key)),
    async acquire(key, options) {
      const release = await inside((store) => store.acquire(key, options));
      return release && (() => inside(release));
    },
  };
}

describeStore("a store in a Durable Object", () => {
  const clock = fakeClock(START_MS);
  const enter = newObject();
  return {
    store: storeInside(enter, clock.now),
    now: clock.now,
    advance: clock.advance,
    poison: (key, text) => enter((storage) => storage.put(`podkey:record:${key}`, text)),
  };
});

describe("a store in a Durable Object", () => {
  test("keeps the record that expires last if one request sets many at once", () =>
    newObject()(async (storage) => {
      const store = durableObjectStore(storage, { now });
      const lives = Array.from({ length: CROWD }, (_, index) => ((index * 7) % CROWD) + 1);
      const setAll = lives.map((life) =>
        store.set("key", `lives ${life}`, { expiresAtMs: START_MS + life * MINUTE_MS }),
      );
      await Promise.all(setAll);
      expect(await store.get("key")).toBe(`lives ${CROWD}`);
    }));

  test("gives one lease to a request that asks for many at once", () =>
    newObject()(async (storage) => {
      const store = durableObjectStore(storage, { now });
      const asked = Array.from({ length: CROWD }, () => store.acquire("key", { ttlMs: MINUTE_MS }));
      const releases = (await Promise.all(asked)).filter(
        (release): release is Release => release !== undefined,
      );
      expect(releases).toHaveLength(1);
    }));

  test("is refused for credentials unless it is sealed", () =>
    newObject()(async (storage) => {
      expect(() => requireSealed(durableObjectStore(storage))).toThrow(/^durableObjectStore\(\) would keep/);
    }));
});
