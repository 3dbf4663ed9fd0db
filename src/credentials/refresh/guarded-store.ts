import type { Ports, Release, Store } from "../../ports.ts";
import { type CredentialsRecord, decodeRecord, encodeRecord } from "../../stores/credentials-record.ts";
import type { RefreshEvent } from "./events.ts";

/** A store of credentials that never fails and never keeps a caller waiting for long: at worst it knows nothing. */
export interface GuardedStore {
  /** `false` while the store rests after a failure. */
  readonly isUp: boolean;
  load(): Promise<CredentialsRecord | undefined>;
  save(record: CredentialsRecord): Promise<void>;
  remove(): Promise<void>;
  /** A lease, `"taken"` if another process holds it, `"down"` if the store does not answer. */
  acquire(ttlMs: number): Promise<Release | "taken" | "down">;
}

/** What a guarded store is made of. */
export interface GuardedStoreOptions {
  readonly store: Store;
  readonly key: string;
  readonly ports: Pick<Ports, "now" | "sleep">;
  readonly emit: (event: RefreshEvent) => void;
}

/** Runs work on the store, and answers otherwise if that fails. */
type Attempt = <T>(work: () => Promise<T>, otherwise: T) => Promise<T>;

const TIMEOUT_MS = 2000;
const REST_MS = 5000;

/** A record without an expiration is asked for again after a day. */
const MAX_KEPT_MS = 86_400_000;

/**
 * Guards a store: an operation that fails or takes over two seconds becomes an event, and the store then rests for five
 * seconds, so that a broken store costs each process one slow call and not one a caller. Garbage counts as absent.
 */
export function guardStore({ store, key, ports, emit }: GuardedStoreOptions): GuardedStore {
  let downUntilMs = 0;
  const attempt: Attempt = async (work, otherwise) => {
    const startedMs = ports.now();
    if (startedMs < downUntilMs) return otherwise;
    try {
      return await withinTimeout(work, ports.sleep);
    } catch (error) {
      const nowMs = ports.now();
      downUntilMs = nowMs + REST_MS;
      const facts = { durationMs: nowMs - startedMs, error, retryInMs: REST_MS };
      emit({ type: "fail", identity: key, at: "store", ...facts });
      return otherwise;
    }
  };
  return {
    get isUp() {
      return ports.now() >= downUntilMs;
    },
    async load() {
      const text = await attempt(() => store.get(key), undefined);
      if (text === undefined) return undefined;
      const record = decodeOrReport(text, key, emit);
      // Left there, it would keep a good record from taking its place for as long as it claims to last.
      if (!record) await attempt(() => store.delete(key), undefined);
      return record;
    },
    async save(record) {
      const { expiration } = record.credentials;
      const expiresAtMs = expiration?.getTime() ?? ports.now() + MAX_KEPT_MS;
      await attempt(() => store.set(key, encodeRecord(record), { expiresAtMs }), undefined);
    },
    remove: () => attempt(() => store.delete(key), undefined),
    acquire: (ttlMs) => takeLease(() => store.acquire(`${key}.lease`, { ttlMs }), attempt),
  };
}

/** A lease that comes after its asker went on goes back at once: others would wait for who does not have it. */
async function takeLease(
  take: () => Promise<Release | undefined>,
  attempt: Attempt,
): Promise<Release | "taken" | "down"> {
  let isLate = false;
  const lease = await attempt<Release | "taken" | "down">(async () => {
    const release = await take();
    if (isLate) await release?.();
    return release ? () => attempt(release, undefined) : "taken";
  }, "down");
  isLate = lease === "down";
  return lease;
}

function decodeOrReport(
  text: string,
  identity: string,
  emit: (event: RefreshEvent) => void,
): CredentialsRecord | undefined {
  try {
    return decodeRecord(text);
  } catch (error) {
    emit({ type: "poison", identity, reason: error instanceof Error ? error.message : "unreadable" });
    return undefined;
  }
}

async function withinTimeout<T>(work: () => Promise<T>, sleep: Ports["sleep"]): Promise<T> {
  const timer = new AbortController();
  const timeout = sleep(TIMEOUT_MS, timer.signal).then(() => {
    throw new Error(`the store did not answer within ${TIMEOUT_MS} ms`);
  });
  try {
    return await Promise.race([work(), timeout]);
  } finally {
    timer.abort();
    timeout.catch(() => undefined);
  }
}
