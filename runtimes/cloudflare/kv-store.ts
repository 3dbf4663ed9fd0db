import { basePorts, type Ports, type Store } from "../../src/ports.ts";
import { encodeDated, liveValue, outlives } from "../../src/stores/dated-record.ts";
import { localLeases } from "../../src/stores/local-leases.ts";
import { markPlaintext, type PlaintextOptions, type PlaintextStore } from "../../src/stores/plaintext.ts";

/** The part of a KV binding that podkey uses. */
export interface KvNamespace {
  /** Reads a text. `null` if the key has none. */
  get(key: string, type: "text"): Promise<string | null>;
  /** Writes a text that ends by itself after `expirationTtl` seconds. */
  put(key: string, value: string, options: { readonly expirationTtl: number }): Promise<void>;
  /** Removes a key. */
  delete(key: string): Promise<void>;
}

/** Settings of `kvStore`. */
export interface KvStoreOptions extends PlaintextOptions, Partial<Pick<Ports, "now" | "monotonic">> {
  /** The prefix of every key in the namespace. Default: `podkey:`. */
  readonly prefix?: string;
}

/** The shortest time for which Workers KV keeps a value. */
const MIN_TTL_SECONDS = 60;

/**
 * Keeps records in a namespace of Workers KV. Reads are fast everywhere, and other places see a change within about a minute.
 * KV cannot compare and set: of two writes at once the last one wins, and a lease excludes requests of the same isolate only.
 * Two isolates may therefore both make an exchange. Use `durableObjectStore` to make exactly one. Wrap the store in `sealed()`.
 *
 * @example
 * const store = sealed(kvStore(env.PODKEY), { keys: { "2026-11": env.SEALING_KEY }, currentKeyId: "2026-11" });
 */
export function kvStore(namespace: KvNamespace, options: KvStoreOptions = {}): PlaintextStore {
  const { prefix = "podkey:" } = options;
  const { now, monotonic } = basePorts(options);
  const store: Store = {
    async get(key) {
      return liveValue(await namespace.get(`${prefix}${key}`, "text"), now());
    },
    async set(key, value, { expiresAtMs }) {
      const ttlSeconds = Math.ceil((expiresAtMs - now()) / 1000);
      if (!(ttlSeconds > 0)) return;
      if (outlives(await namespace.get(`${prefix}${key}`, "text"), expiresAtMs)) return;
      const expirationTtl = Math.max(MIN_TTL_SECONDS, ttlSeconds);
      await namespace.put(`${prefix}${key}`, encodeDated({ value, expiresAtMs }), { expirationTtl });
    },
    async delete(key) {
      await namespace.delete(`${prefix}${key}`);
    },
    acquire: localLeases(monotonic),
  };
  return markPlaintext("kvStore", store, options);
}
