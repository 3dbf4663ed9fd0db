import type { Ports } from "../../ports.ts";
import type { CredentialsRecord } from "../../stores/credentials-record.ts";
import type { GuardedStore } from "./guarded-store.ts";

/** Credentials, when the source gave them, and whether here or to another process that put them into the store. */
export interface Exchanged extends CredentialsRecord {
  readonly from: "source" | "store";
}

/** What an exchange that processes share is made of. */
export interface SharedExchangeOptions {
  readonly fetchFromSource: () => Promise<CredentialsRecord>;
  readonly store: GuardedStore;
  readonly ports: Pick<Ports, "now" | "random" | "sleep">;
  /** Whether a record will do in place of an exchange. */
  readonly isGood: (record: CredentialsRecord) => boolean;
}

/** Longer than an exchange with its retries takes; a process that dies frees the others after it. */
const LEASE_MS = 30_000;
const POLL_MS = 100;

/**
 * Gets credentials such that processes which share a store make one exchange between them: who holds the lease asks the
 * source, the others wait for its record. A holder that dies loses the lease by time. With the store down, or nobody
 * answering for two leases, a process goes on by itself.
 */
export async function exchangeShared(options: SharedExchangeOptions): Promise<Exchanged> {
  const { store, ports } = options;
  const patienceEndsMs = ports.now() + 2 * LEASE_MS;
  for (;;) {
    const found = await findGood(options);
    if (found) return found;
    const lease = await store.acquire(LEASE_MS);
    if (lease === "down") return exchangeAlone(options);
    if (lease !== "taken") {
      try {
        // Whoever held the lease before may have finished between the look and the lease.
        return (await findGood(options)) ?? (await exchangeAlone(options));
      } finally {
        await lease();
      }
    }
    if (ports.now() >= patienceEndsMs) return exchangeAlone(options);
    await ports.sleep(POLL_MS * (1 + ports.random()));
  }
}

async function findGood({ store, isGood }: SharedExchangeOptions): Promise<Exchanged | undefined> {
  const record = await store.load();
  return record && isGood(record) ? { ...record, from: "store" } : undefined;
}

async function exchangeAlone({ fetchFromSource, store }: SharedExchangeOptions): Promise<Exchanged> {
  const record = await fetchFromSource();
  await store.save(record);
  return { ...record, from: "source" };
}
