import type { Ports, Release } from "../../ports.ts";
import type { Exchanged } from "../refresh/renewal-parts.ts";
import type { CredentialsRecord } from "./credentials-record.ts";
import type { Found, GuardedStore, StoreWork } from "./guarded-store.ts";
import type { SharedFailure } from "./shared-failure.ts";

/** What a record of another process is worth. `"refused"`: AWS refused its key. */
export type Verdict = "good" | "poor" | "refused";

/** What an exchange that processes share is made of. */
export interface SharedExchangeOptions {
  /** Asks the source. */
  readonly fetchFromSource: () => Promise<Exchanged>;
  /** The store that the processes share. */
  readonly store: GuardedStore;
  /** What the runtime supplies. */
  readonly ports: Pick<Ports, "now" | "monotonic" | "random" | "sleep">;
  /** How long a lease lasts, in milliseconds: longer than the source may take. */
  readonly leaseMs: number;
  /** Whether a record can replace an exchange. */
  readonly judge: (record: CredentialsRecord) => Verdict;
  /** Whether AWS has refused a key by now. */
  readonly isRefused: (accessKeyId: string) => boolean;
  /** Whether the failure of another process answers this renewal too. */
  readonly isRelevant: (failure: SharedFailure) => boolean;
  /** How long other processes repeat the failure of this one, in milliseconds. */
  readonly failureMs: (error: unknown) => number;
  /** Lets work go on that no caller waits for. */
  readonly keep: (work: Promise<void>) => void;
}

/** What one look into the store showed. */
interface Look {
  readonly found: Found;
  readonly good: Exchanged | undefined;
}

const POLL_MS = 100;

/**
 * Lets one process per store fetch: the lease holder asks the source, the others poll the store for its record or its
 * failure. A holder that dies loses the lease by time. With the store down, or after waiting for longer than a lease, a
 * process asks the source itself.
 */
export async function exchangeShared(options: SharedExchangeOptions): Promise<Exchanged> {
  const { ports, leaseMs } = options;
  const work = options.store.begin();
  // The jitter keeps processes that began together from asking the source together.
  const patienceEndsMs = ports.monotonic() + leaseMs * (1 + ports.random());
  for (;;) {
    const { found, good } = await look(options, work);
    if (good) return good;
    const lease = await work.acquire(leaseMs);
    if (typeof lease === "function") return exchangeUnderLease(options, work, lease);
    if (lease === "down" || ports.monotonic() >= patienceEndsMs) return exchangeAlone(options, work, found);
    await ports.sleep(POLL_MS * (1 + ports.random()));
    work.refill();
  }
}

/** Reads the store. Throws the failure that another process shared. */
async function look({ judge, isRelevant }: SharedExchangeOptions, work: StoreWork): Promise<Look> {
  const { found, failure } = await work.look();
  if (typeof found === "object") {
    const verdict = judge(found);
    if (verdict === "good") return { found, good: { ...found, isRefused: false, from: "store" } };
    if (verdict === "refused") {
      work.report("AWS refused the key in the record");
      return { found: "unusable", good: undefined };
    }
  }
  if (failure && isRelevant(failure)) throw failure.error;
  return { found, good: undefined };
}

async function exchangeUnderLease(
  options: SharedExchangeOptions,
  work: StoreWork,
  release: Release,
): Promise<Exchanged> {
  let after: Promise<void> = Promise.resolve();
  try {
    // The previous holder may have finished between the look and the lease.
    const { found, good } = await look(options, work);
    if (good) return good;
    const fetched = await fetchOrShareFailure(options, work, (sharing) => {
      after = sharing;
    });
    after = save(options, work, { fetched, found });
    return fetched;
  } finally {
    options.keep(after.then(release));
  }
}

async function fetchOrShareFailure(
  { fetchFromSource, failureMs, ports }: SharedExchangeOptions,
  work: StoreWork,
  onSharing: (sharing: Promise<void>) => void,
): Promise<Exchanged> {
  try {
    return await fetchFromSource();
  } catch (error) {
    work.refill();
    const failedAtMs = ports.now();
    onSharing(work.saveFailure({ error, failedAtMs }, failedAtMs + failureMs(error)));
    throw error;
  }
}

async function exchangeAlone(
  options: SharedExchangeOptions,
  work: StoreWork,
  found: Found,
): Promise<Exchanged> {
  const fetched = await options.fetchFromSource();
  options.keep(save(options, work, { fetched, found }));
  return fetched;
}

/** Stores what the source returned, with a budget of its own, because no caller waits for it. */
async function save(
  { isRefused }: SharedExchangeOptions,
  work: StoreWork,
  { fetched, found }: { readonly fetched: Exchanged; readonly found: Found },
): Promise<void> {
  const mayStore = (): boolean => !isRefused(fetched.credentials.accessKeyId);
  work.refill();
  if (mayStore()) await work.save(fetched, found, mayStore);
}
