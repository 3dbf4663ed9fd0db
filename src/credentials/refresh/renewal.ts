import type { AwsCredentials, CredentialRequest } from "../../aws/credentials.ts";
import { findServiceError } from "../../errors/any-error.ts";
import { createSingleFlight, type SingleFlight } from "../../lib/single-flight.ts";
import type { Exchanged } from "../sharing/shared-exchange.ts";
import { answerCaller } from "./answer-caller.ts";
import { isDue, isInUse, planBackgroundRenewal } from "./background-renewal.ts";
import { exchange, MAX_RECORD_AGE_MS, refusedAgain } from "./exchange.ts";
import type { Demand, RenewalParts } from "./renewal-parts.ts";
import { planRetry } from "./retry-plan.ts";
import { refuseKey } from "./state.ts";
import { computeThresholds, freshAgeMs } from "./thresholds.ts";

/** What a background renewal wants. */
const NO_DEMAND: Demand = { force: false, minTtlMs: 0 };

/** Renews the credentials of one identity: on demand, and in the background while they are in use. */
export class Renewal {
  readonly #parts: RenewalParts;
  readonly #flight: SingleFlight<Exchanged>;
  #cancelNext: (() => void) | undefined;
  #isStopped = false;
  #stored: Promise<unknown> = Promise.resolve();

  constructor(parts: RenewalParts) {
    this.#parts = parts;
    this.#flight = createSingleFlight(parts.ports.shareInFlight);
  }

  /** Starts a renewal, or joins the one that runs. A failure stays in the state until the next success, and is thrown. */
  start(demand: Demand): Promise<Exchanged> {
    return this.#flight.run(() => this.#renew(demand).finally(() => this.planNext()));
  }

  /** Returns credentials to a caller, as the current thresholds and its request have it. */
  answer(request?: CredentialRequest): Promise<AwsCredentials> {
    return answerCaller({ ...this.#parts, start: (demand) => this.start(demand) }, request);
  }

  /** Refuses a key here, and removes its record from the store. */
  async invalidate(accessKeyId: string): Promise<void> {
    const { state, ports, store } = this.#parts;
    refuseKey(state, accessKeyId, ports.monotonic());
    // Otherwise a record that is on its way to the store would come after its removal.
    await this.#stored;
    if (!store) return;
    const work = store.begin();
    const { found } = await work.look();
    if (typeof found !== "object" || found.credentials.accessKeyId !== accessKeyId) return;
    // A slow store must not keep a refused key because the look spent the budget.
    work.refill();
    await work.remove();
  }

  /** Plans the next background renewal by what the state holds now. */
  planNext(): void {
    this.#cancelNext?.();
    this.#cancelNext = this.#isStopped
      ? undefined
      : planBackgroundRenewal(this.#parts, () => this.#renewIfDue());
  }

  /** Ends the background renewals, and waits for the store work of the last one. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#cancelNext?.();
    await this.#stored;
  }

  #renewIfDue(): void {
    if (!isDue(this.#parts)) this.planNext();
    else if (isInUse(this.#parts)) this.start(NO_DEMAND).catch(() => undefined);
  }

  async #renew(demand: Demand): Promise<Exchanged> {
    const { state, ports, emit, identity, timeoutMs } = this.#parts;
    const startedMs = ports.monotonic();
    state.begun += 1;
    const number = state.begun;
    state.renewingUntilMs = startedMs + timeoutMs;
    try {
      const exchanged = await exchange(this.#parts, demand, (work) => this.#keep(work));
      if (number > state.adopted) this.#adopt(exchanged, number);
      if (exchanged.isRefused) {
        this.#noteFailure(refusedAgain(), startedMs);
        return exchanged;
      }
      const { from, credentials } = exchanged;
      const { accessKeyId, expiration } = credentials;
      const durationMs = ports.monotonic() - startedMs;
      emit({ type: "refresh", identity, from, accessKeyId, durationMs, ...(expiration && { expiration }) });
      return exchanged;
    } catch (error) {
      // An earlier renewal that fails late says nothing against newer credentials.
      this.#noteFailure(error, startedMs, number > state.adopted);
      throw error;
    } finally {
      if (number === state.begun) state.renewingUntilMs = -Infinity;
    }
  }

  #keep(work: Promise<void>): void {
    this.#stored = work;
    this.#parts.waitUntil(work);
  }

  /** Refused credentials are adopted as old ones: callers get them while there are no better ones, and the source is asked. */
  #adopt({ credentials, obtainedAtMs, from, isRefused }: Exchanged, number: number): void {
    const { state, ports, policy } = this.#parts;
    const random = ports.random();
    const receivedAtMs = ports.monotonic();
    const sinceMs = receivedAtMs - Math.max(0, ports.now() - obtainedAtMs);
    const maxAgeMs = from === "store" ? Math.min(policy.maxAgeMs, MAX_RECORD_AGE_MS) : policy.maxAgeMs;
    const computed = computeThresholds(credentials, obtainedAtMs, random, policy);
    const thresholds = isRefused ? { ...computed, advisoryAtMs: 0, mandatoryAtMs: 0 } : computed;
    const tooOldAtMs = sinceMs + freshAgeMs(random, maxAgeMs);
    state.adopted = number;
    state.current = { credentials, obtainedAtMs, sinceMs, receivedAtMs, tooOldAtMs, thresholds };
    state.refreshedAtMs = receivedAtMs;
    state.isRefused = isRefused;
    if (!isRefused) state.failure = undefined;
  }

  #noteFailure(error: unknown, startedMs: number, isLatest = true): void {
    const { state, ports, emit, identity } = this.#parts;
    const failedAtMs = ports.monotonic();
    const { count, retryInMs, keptMs } = planRetry(this.#parts, error);
    if (isLatest) {
      const [retryAtMs, keptUntilMs] = [failedAtMs + retryInMs, failedAtMs + keptMs];
      state.failure = { error, count, failedAtMs, retryAtMs, keptUntilMs };
    }
    const refusal = findServiceError(error);
    if (refusal?.throttled) emit({ type: "throttle", identity, error: refusal });
    emit({ type: "fail", identity, at: "source", durationMs: failedAtMs - startedMs, error, retryInMs });
  }
}
