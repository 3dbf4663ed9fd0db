import { isPodkeyError } from "../../errors/any-error.ts";
import { ConfigurationError } from "../../errors/errors.ts";
import { storeOfProvider } from "../../tokens/token-binding.ts";
import type { Demand, Exchanged, RenewalParts } from "../refresh/renewal-parts.ts";
import { MAX_FAILURE_KEPT_MS, planRetry } from "../refresh/retry-plan.ts";
import type { SharedExchange } from "../refresh/shared-store.ts";
import { isRefusedKey } from "../refresh/state.ts";
import { computeThresholds, MAX_RECORD_AGE_MS } from "../refresh/thresholds.ts";
import type { CredentialsRecord } from "./credentials-record.ts";
import { GuardedStore } from "./guarded-store.ts";
import { type MarkedStore, requireSealed } from "./require-sealed.ts";
import { exchangeShared, type Verdict } from "./shared-exchange.ts";

/** A record from further in the future than this comes from a process with a wrong clock. */
const MAX_CLOCK_LEAD_MS = 300_000;

/** How much longer than the source may take a lease lasts: time for the store itself. */
const LEASE_MARGIN_MS = 5000;

/** Leaves room for what is appended to an identity, within the 200 characters of a store's key. */
const IDENTITY = /^[A-Za-z0-9_.:-]{1,150}$/;

/** One identity in a store that processes share. */
export class SharedIdentity implements SharedExchange {
  readonly #parts: RenewalParts;
  readonly #store: GuardedStore;
  #stored: Promise<unknown> = Promise.resolve();

  /** Throws `CONFIGURATION` for an identity that cannot name a record, and for a store that would keep plaintext elsewhere. */
  constructor(store: MarkedStore, parts: RenewalParts) {
    const { identity, provider, ports } = parts;
    if (!identity || !IDENTITY.test(identity)) throw faultyIdentity(identity);
    this.#parts = parts;
    this.#store = new GuardedStore({
      // The kept credentials were exchanged for the provider's token, so the store needs a record for each token.
      store: storeOfProvider(requireSealed(store), provider, ports),
      identity,
      ports,
      emit: (event) => parts.emit(event),
    });
  }

  async exchange(demand: Demand, fetchFromSource: () => Promise<Exchanged>): Promise<Exchanged> {
    const { ports, timeoutMs, state } = this.#parts;
    if (!this.#store.isUp) return fetchFromSource();
    const startedAtMs = ports.now();
    return exchangeShared({
      fetchFromSource,
      store: this.#store,
      ports,
      leaseMs: timeoutMs + LEASE_MARGIN_MS,
      keep: (work) => this.#keep(work),
      judge: (record) => judgeRecord(this.#parts, record, demand, startedAtMs),
      isRefused: (accessKeyId) => isRefusedKey(state, accessKeyId, ports.monotonic()),
      isRelevant: ({ failedAtMs }) => {
        const isRecent = Math.abs(ports.now() - failedAtMs) < MAX_FAILURE_KEPT_MS;
        return isRecent && (!demand.force || failedAtMs >= startedAtMs);
      },
      failureMs: (error) => {
        // A wrong setting or a refused token may be this process's own fault.
        const isOwnFault = isPodkeyError(error) && !error.retryable;
        return isOwnFault ? 0 : planRetry(this.#parts, error).keptMs;
      },
    });
  }

  async remove(accessKeyId: string): Promise<void> {
    // Otherwise a record that is on its way to the store would come after its removal.
    await this.#stored;
    const work = this.#store.begin();
    const { found } = await work.look();
    if (typeof found !== "object" || found.credentials.accessKeyId !== accessKeyId) return;
    // A slow store must not keep a refused key because the look spent the budget.
    work.refill();
    await work.remove();
  }

  async settle(): Promise<void> {
    await this.#stored;
  }

  #keep(work: Promise<void>): void {
    this.#stored = work;
    this.#parts.waitUntil(work);
  }
}

/** Whether a record of another process is better than what is here, and meets the demand. */
function judgeRecord(
  { state, ports, policy }: RenewalParts,
  { credentials, obtainedAtMs }: CredentialsRecord,
  { force, minTtlMs }: Demand,
  startedAtMs: number,
): Verdict {
  if (isRefusedKey(state, credentials.accessKeyId, ports.monotonic())) return "refused";
  const nowMs = ports.now();
  const isBelievable = obtainedAtMs <= nowMs + MAX_CLOCK_LEAD_MS && nowMs < obtainedAtMs + MAX_RECORD_AGE_MS;
  const isNewEnough = !force || obtainedAtMs >= startedAtMs;
  const { mandatoryAtMs, expiresAtMs } = computeThresholds(credentials, obtainedAtMs, 0, policy);
  const isLongEnough = nowMs < mandatoryAtMs && expiresAtMs - nowMs >= minTtlMs;
  const isBetter = !state.current || expiresAtMs > state.current.thresholds.expiresAtMs;
  return isBelievable && isNewEnough && isLongEnough && isBetter ? "good" : "poor";
}

function faultyIdentity(identity: string | undefined): ConfigurationError {
  const message = identity
    ? `the identity ${JSON.stringify(identity.slice(0, 40))} cannot name a record in the store: use 1 to 150 characters of A-Z a-z 0-9 _ - . :`
    : 'a store needs an identity, so that no other program takes these credentials for its own: name the source, role and policy, for example identity: "checkout-prod"';
  return new ConfigurationError({ setting: "identity", message });
}
