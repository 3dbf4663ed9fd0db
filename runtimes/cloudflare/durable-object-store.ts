import { ownerToken } from "../../src/lib/random-id.ts";
import { basePorts, type Ports, type Store } from "../../src/ports.ts";
import { decodeDated, encodeDated, liveValue, outlives } from "../../src/stores/dated-record.ts";
import { markPlaintext, type PlaintextOptions, type PlaintextStore } from "../../src/stores/plaintext.ts";

/** The part of a Durable Object's storage that podkey uses: `ctx.storage`. */
export interface TransactionalStorage extends StorageTransaction {
  /** Runs reads and writes that take effect together. */
  transaction<T>(work: (transaction: StorageTransaction) => Promise<T>): Promise<T>;
}

interface StorageTransaction {
  /** Reads the value of a key. `undefined` if it has none. */
  get(key: string): Promise<unknown>;
  /** Writes the value of a key. */
  put(key: string, value: string): Promise<void>;
  /** Removes a key. `false` if it had no value. */
  delete(key: string): Promise<boolean>;
}

/** Settings of `durableObjectStore`. */
export interface DurableObjectStoreOptions extends PlaintextOptions, Partial<Pick<Ports, "now" | "random">> {
  /** The prefix of every key in the storage. Default: `podkey:`. */
  readonly prefix?: string;
}

/**
 * Keeps records in the storage of a Durable Object, for use inside that object. It is consistent, and its leases hold for all
 * requests to the object, from anywhere in the world. Wrap the store in `sealed()`.
 *
 * @example
 * class Credentials extends DurableObject {
 *   store = sealed(durableObjectStore(this.ctx.storage), { keys: { "2026-11": this.env.SEALING_KEY }, currentKeyId: "2026-11" });
 * }
 */
export function durableObjectStore(
  storage: TransactionalStorage,
  options: DurableObjectStoreOptions = {},
): PlaintextStore {
  const { prefix = "podkey:" } = options;
  const { now, random } = basePorts(options);
  const store: Store = {
    async get(key) {
      return liveValue(await storage.get(`${prefix}record:${key}`), now());
    },
    async set(key, value, { expiresAtMs }) {
      if (!(now() < expiresAtMs)) return;
      const name = `${prefix}record:${key}`;
      await storage.transaction(async (transaction) => {
        if (outlives(await transaction.get(name), expiresAtMs)) return;
        await transaction.put(name, encodeDated({ value, expiresAtMs }));
      });
    },
    async delete(key) {
      await storage.delete(`${prefix}record:${key}`);
    },
    async acquire(key, { ttlMs }) {
      const name = `${prefix}lease:${key}`;
      const owner = ownerToken(random);
      const nowMs = now();
      const lease = encodeDated({ value: owner, expiresAtMs: Math.ceil(nowMs + ttlMs) });
      const isTaken = await storage.transaction(async (transaction) => {
        if (liveValue(await transaction.get(name), nowMs) !== undefined) return false;
        await transaction.put(name, lease);
        return true;
      });
      return isTaken ? () => release(storage, name, owner) : undefined;
    },
  };
  return markPlaintext("durableObjectStore", store, options);
}

async function release(storage: TransactionalStorage, name: string, owner: string): Promise<void> {
  await storage.transaction(async (transaction) => {
    if (decodeDated(await transaction.get(name))?.value === owner) await transaction.delete(name);
  });
}
