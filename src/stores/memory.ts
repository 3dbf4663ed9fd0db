import type { SharedStore } from "../credentials/refresh/shared-store.ts";
import { SHARING } from "../credentials/sharing/shared-through.ts";
import { wholeNumber } from "../errors/settings.ts";
import { Lru } from "../lib/lru.ts";
import { basePorts, type Ports } from "../ports.ts";
import type { DatedRecord } from "./dated-record.ts";
import { localLeases } from "./local-leases.ts";

/** Options of `memoryStore`. */
export interface MemoryStoreOptions extends Partial<Pick<Ports, "now" | "monotonic">> {
  /** How many records are kept. Beyond this number, the least recently used record goes. Default: 10,000. */
  readonly maxRecords?: number;
}

const DEFAULT_MAX_RECORDS = 10_000;

/**
 * Keeps records in this process. Nothing leaves it, so nothing needs to be sealed. Throws `CONFIGURATION` if `maxRecords` is
 * not a whole number from 1.
 *
 * @example
 * const store = memoryStore({ maxRecords: 500 });
 */
export function memoryStore(options: MemoryStoreOptions = {}): SharedStore {
  const maxRecords = wholeNumber("maxRecords", options.maxRecords ?? DEFAULT_MAX_RECORDS, 1);
  const { now, monotonic } = basePorts(options);
  const records = new Lru<DatedRecord>(maxRecords);
  return {
    async get(key) {
      const record = records.get(key);
      if (record && now() < record.expiresAtMs) return record.value;
      records.delete(key);
      return undefined;
    },
    async set(key, value, { expiresAtMs }) {
      const kept = records.get(key);
      if (!(now() < expiresAtMs) || (kept && kept.expiresAtMs > expiresAtMs)) return;
      records.set(key, { value, expiresAtMs });
    },
    async delete(key) {
      records.delete(key);
    },
    acquire: localLeases(monotonic),
    ...SHARING,
  };
}
