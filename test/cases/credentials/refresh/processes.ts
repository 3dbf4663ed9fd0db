import type { Store } from "../../../../src/ports.ts";
import { memoryStore } from "../../../../src/stores/memory.ts";
import { NOW_MS } from "../../../support/aws-examples.ts";
import { type FakeClock, virtualClock } from "../../../support/fake-clock.ts";
import { refreshScene, type Scene, type SceneOptions } from "./scene.ts";

/** Processes that share a store. */
export interface Processes {
  readonly clock: FakeClock;
  readonly store: Store;
  readonly all: readonly Scene[];
  /** Asks in all processes at once, and returns the keys that they get. */
  readonly keys: () => Promise<string[]>;
  readonly exchanges: () => number;
}

/** Starts processes over a store in memory. `view` changes how a process meets the store. */
export function processes(
  count: number,
  options: SceneOptions = {},
  view: (store: Store, index: number) => Store = (store) => store,
): Processes {
  const clock = virtualClock(NOW_MS);
  const store = memoryStore(clock);
  const all = Array.from({ length: count }, (_, index) => {
    const random = index / count;
    const seen = view(store, index);
    const scene = refreshScene({ identity: "checkout", random, ...options, clock, store: seen });
    // Each process has its own range of keys.
    scene.source.calls = index * 1000;
    return scene;
  });
  return {
    clock,
    store,
    all,
    keys: async () => {
      const answers = await clock.settle(Promise.all(all.map(({ provide }) => provide())));
      return answers.map(({ accessKeyId }) => accessKeyId);
    },
    exchanges: () => all.reduce((sum, { source }, index) => sum + source.calls - index * 1000, 0),
  };
}

/** Makes a store whose methods all do the same. */
export function storeThatOnly(method: () => Promise<never>): Store {
  return { get: method, set: method, delete: method, acquire: method };
}

/** Fails as a method of a store. */
export function fail(): Promise<never> {
  return Promise.reject(new Error("connection refused"));
}

/** Throws as a method of a store, before it returns a promise. */
export function failAtOnce(): never {
  throw new Error("no binding");
}

/** Never settles, as a method of a store. */
export function hang(): Promise<never> {
  return new Promise(() => undefined);
}

/** Makes a store that fails while it is down, and counts its calls. */
export function switchable(store: Store, state: { isDown: boolean; calls: number }): Store {
  const guarded = <A extends unknown[], R>(method: (...args: A) => Promise<R>) => {
    return async (...args: A): Promise<R> => {
      state.calls += 1;
      return state.isDown ? fail() : method(...args);
    };
  };
  return {
    get: guarded(store.get),
    set: guarded(store.set),
    delete: guarded(store.delete),
    acquire: guarded(store.acquire),
  };
}
