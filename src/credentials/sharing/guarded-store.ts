import { DeadlineError, withDeadline } from "../../lib/deadline.ts";
import type { Ports, Release, Store } from "../../ports.ts";
import type { RefreshFact } from "../refresh/events.ts";
import { type CredentialsRecord, decodeRecord, encodeRecord, RECORD_VERSION } from "./credentials-record.ts";
import { decodeFailure, encodeFailure, type SharedFailure } from "./shared-failure.ts";
import { isUnusableRecord } from "./unusable-record.ts";

/** What the store holds under the key of an identity: a record, nothing, or something that cannot be used. */
export type Found = CredentialsRecord | "absent" | "unusable";

/** What one look into the store showed: the record, and the failure that another process shared. */
export interface StoreLook {
  /** The record. */
  readonly found: Found;
  /** A failure of the source; `undefined` without one. */
  readonly failure: SharedFailure | undefined;
}

/** What a guarded store is made of. */
export interface GuardedStoreOptions {
  /** The store to guard. */
  readonly store: Store;
  /** Names the record in the store. */
  readonly identity: string;
  /** What the runtime supplies. */
  readonly ports: Pick<Ports, "now" | "monotonic" | "sleep">;
  /** Reports an event. Never throws. */
  readonly emit: (event: RefreshFact) => void;
}

const BUDGET_MS = 2000;
const REST_MS = 5000;

/** How long a record without an expiration stays in the store. */
const UNEXPIRING_RECORD_MS = 86_400_000;

/**
 * A store of credentials that never fails and never keeps a caller waiting for long. A failed operation, or a renewal that
 * spends more than two seconds on the store, becomes an event, and the store then rests for five seconds. So a broken store
 * costs each process one slow call, and not one for each caller.
 */
export class GuardedStore {
  readonly options: GuardedStoreOptions;
  #downUntilMs = -Infinity;

  constructor(options: GuardedStoreOptions) {
    this.options = options;
  }

  /** `false` while the store rests after a failure. */
  get isUp(): boolean {
    return this.options.ports.monotonic() >= this.#downUntilMs;
  }

  /** Lets the store rest, and reports why. */
  rest(error: unknown, startedMs: number): void {
    const { ports, emit } = this.options;
    const failedAtMs = ports.monotonic();
    this.#downUntilMs = failedAtMs + REST_MS;
    emit({
      type: "fail",
      at: "store",
      durationMs: failedAtMs - startedMs,
      error,
      retryInMs: REST_MS,
    });
  }

  /** Begins the store work of one renewal. */
  begin(): StoreWork {
    return new StoreWork(this);
  }
}

/** The store work of one renewal, with one time budget for all of it. Once the budget is spent, the store is down. */
export class StoreWork {
  readonly #guard: GuardedStore;
  readonly #key: string;
  #budgetMs = BUDGET_MS;
  #isReported = false;

  constructor(guard: GuardedStore) {
    this.#guard = guard;
    this.#key = `${guard.options.identity}.v${RECORD_VERSION}`;
  }

  /** Reads the record and the shared failure. */
  look(): Promise<StoreLook> {
    const { store } = this.#guard.options;
    const read = async (): Promise<StoreLook> => {
      const [found, failure] = await Promise.all([
        this.#readRecord(store),
        readFailure(store, `${this.#key}.failure`),
      ]);
      return { found, failure };
    };
    return this.#attempt(read, { found: "absent", failure: undefined });
  }

  /** Takes the lease. `"taken"`: another process holds it. `"down"`: the store does not answer. */
  async acquire(ttlMs: number): Promise<Release | "taken" | "down"> {
    let isLate = false;
    const lease = await this.#attempt<Release | "taken" | "down">(async () => {
      const release = await this.#guard.options.store.acquire(`${this.#key}.lease`, { ttlMs });
      // The lease came after the time limit. Otherwise other processes wait for a holder that has given up.
      if (isLate) await release?.();
      return release ? () => this.#attempt(release, undefined) : "taken";
    }, "down");
    isLate = true;
    return lease;
  }

  /** Stores a record, if it still may be stored. What was found there and is worse must not keep it out. */
  async save(record: CredentialsRecord, found: Found, mayStore: () => boolean): Promise<void> {
    const { store, ports } = this.#guard.options;
    const expiresAtMs = record.credentials.expiration?.getTime() ?? ports.now() + UNEXPIRING_RECORD_MS;
    if (isReplaceable(found, expiresAtMs)) await this.remove();
    // AWS may refuse the key while the store is slow.
    if (!mayStore()) return;
    await this.#attempt(() => store.set(this.#key, encodeRecord(record), { expiresAtMs }), undefined);
  }

  /** Tells other processes that the source failed. `untilMs` is in milliseconds since the epoch. */
  saveFailure(failure: SharedFailure, untilMs: number): Promise<void> {
    const { store } = this.#guard.options;
    const text = encodeFailure(failure);
    return this.#attempt(() => store.set(`${this.#key}.failure`, text, { expiresAtMs: untilMs }), undefined);
  }

  /** Deletes the record. */
  remove(): Promise<void> {
    return this.#attempt(() => this.#guard.options.store.delete(this.#key), undefined);
  }

  /** Reports a record that cannot be used, once for each renewal. */
  report(reason: string): void {
    const { emit } = this.#guard.options;
    if (!this.#isReported) emit({ type: "poison", reason });
    this.#isReported = true;
  }

  /** Grants a new budget: to a process that waits for another one, and to work that no caller waits for. */
  refill(): void {
    this.#budgetMs = BUDGET_MS;
  }

  /** Runs work on the store. Returns the alternative if the work fails, and at once while the store is down. */
  async #attempt<T>(work: () => Promise<T>, otherwise: T): Promise<T> {
    if (!this.#guard.isUp) return otherwise;
    const { sleep, monotonic } = this.#guard.options.ports;
    const startedMs = monotonic();
    try {
      return await withDeadline({ sleep, timeoutMs: this.#budgetMs }, work);
    } catch (error) {
      this.#guard.rest(error instanceof DeadlineError ? noAnswer() : error, startedMs);
      return otherwise;
    } finally {
      this.#budgetMs = Math.max(0, this.#budgetMs - (monotonic() - startedMs));
    }
  }

  async #readRecord(store: Store): Promise<Found> {
    try {
      const text = await store.get(this.#key);
      return text === undefined ? "absent" : decodeRecord(text);
    } catch (error) {
      if (!isUnusableRecord(error)) throw error;
      this.report(error.message);
      return "unusable";
    }
  }
}

/** A store keeps the record that claims to expire later, so a worse one is deleted first. */
function isReplaceable(found: Found, expiresAtMs: number): boolean {
  if (found === "absent") return false;
  return found === "unusable" || (found.credentials.expiration?.getTime() ?? 0) < expiresAtMs;
}

/** A failure that cannot be read counts as none: the read of the record reports what is wrong with the store. */
async function readFailure(store: Store, key: string): Promise<SharedFailure | undefined> {
  return decodeFailure(await store.get(key).catch(() => undefined));
}

function noAnswer(): Error {
  return new Error(`the store did not answer within ${BUDGET_MS} ms`);
}
