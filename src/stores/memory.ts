import { ConfigurationError } from "../errors/errors.ts";
import { type Ports, resolvePorts, type Store } from "../ports.ts";
import type { DatedRecord } from "./dated-record.ts";
import { localLeases } from "./local-leases.ts";

/** How much a store in memory holds. */
export interface MemoryStoreOptions extends Partial<Pick<Ports, "now">> {
  /** Beyond it, the record that was not used for longest goes. Default 10,000. */
  readonly maxRecords?: number;
}

const DEFAULT_MAX_RECORDS = 10_000;

/**
 * Keeps records in this process. Nothing leaves it, so nothing need be sealed. Throws `CONFIGURATION` for a size that is
 * not a whole number from 1.
 *
 * @example
 * const store = memoryStore({ maxRecords: 500 });
 */
export function memoryStore(options: MemoryStoreOptions = {}): Store {
  const { maxRecords = DEFAULT_MAX_RECORDS } = options;
  if (!Number.isInteger(maxRecords) || maxRecords < 1) {
    throw new ConfigurationError({
      setting: "maxRecords",
      message: "maxRecords must be a whole number from 1",
    });
  }
  const { now } = resolvePorts(options);
  const records = new Map<string, DatedRecord>();
  return {
    get: async (key) => useRecord(records, key, now()),
    async set(key, value, { expiresAtMs }) {
      const kept = records.get(key);
      if (!(now() < expiresAtMs) || (kept && kept.expiresAtMs > expiresAtMs)) return;
      records.delete(key);
      records.set(key, { value, expiresAtMs });
      if (records.size > maxRecords) deleteOldest(records);
    },
    async delete(key) {
      records.delete(key);
    },
    acquire: localLeases(now),
  };
}

/** A map keeps the order in which its keys came, so a record that is used moves to the end. */
function useRecord(records: Map<string, DatedRecord>, key: string, nowMs: number): string | undefined {
  const record = records.get(key);
  if (!record) return undefined;
  records.delete(key);
  if (nowMs >= record.expiresAtMs) return undefined;
  records.set(key, record);
  return record.value;
}

function deleteOldest(records: Map<string, DatedRecord>): void {
  const [oldest] = records.keys();
  if (oldest !== undefined) records.delete(oldest);
}
