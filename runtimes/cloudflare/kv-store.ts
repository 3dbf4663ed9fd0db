import { type Ports, resolvePorts, type Store } from "../../src/ports.ts";
import { encodeDated, liveValue, outlives } from "../../src/stores/dated-record.ts";
import { localLeases } from "../../src/stores/local-leases.ts";
import { leavingProcess, type PlaintextOptions, type PlaintextStore } from "../../src/stores/plaintext.ts";

/** The part of a KV binding that podkey uses. */
export interface KvNamespace {
  get(key: string, type: "text"): Promise<string | null>;
  put(key: string, value: string, options: { readonly expirationTtl: number }): Promise<void>;
  delete(key: string): Promise<void>;
}

/** How records are kept in Workers KV. */
export interface KvStoreOptions extends PlaintextOptions, Partial<Pick<Ports, "now">> {
  /** What every key in the namespace begins with. Default `podkey:`. */
  readonly prefix?: string;
}

/** Workers KV refuses to keep a value for less. */
const MIN_TTL_SECONDS = 60;

/**
 * Keeps records in a namespace of Workers KV, which is read fast everywhere, and shows a change elsewhere within a minute or
 * so. It cannot compare and set: of two who write at once the last one wins, and a lease excludes the requests of one isolate
 * alone, so that two isolates may both make an exchange. Where exactly one is to, use `durableObjectStore`. Wrap it in
 * `sealed()`.
 *
 * @example
 * const store = sealed(kvStore(env.PODKEY), { keys: { "2026-11": env.SEALING_KEY }, currentKeyId: "2026-11" });
 */
export function kvStore(namespace: KvNamespace, options: KvStoreOptions = {}): PlaintextStore {
  const { prefix = "podkey:" } = options;
  const { now } = resolvePorts(options);
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
    acquire: localLeases(now),
  };
  return leavingProcess("kvStore", store, options);
}
