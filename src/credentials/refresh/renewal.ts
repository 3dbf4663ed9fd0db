import type { AwsCredentials, CredentialProvider, CredentialRequest } from "../../aws/credentials.ts";
import { findServiceError } from "../../errors/any-error.ts";
import { ConfigurationError } from "../../errors/errors.ts";
import { positiveMs } from "../../errors/settings.ts";
import { untilCallerAborts } from "../../http/caller-abort.ts";
import { guardListener } from "../../lib/listener.ts";
import type { BasePorts } from "../../ports.ts";
import { answerCaller } from "./answer-caller.ts";
import type { BackgroundRenewal } from "./background-renewal.ts";
import type { RefreshFact } from "./events.ts";
import { fetchCredentials, REFRESH_CONTEXT, refusedAgain } from "./fetch-credentials.ts";
import type { CompleteRefreshOptions, RefreshOptions } from "./refresh-options.ts";
import type { Demand, Exchanged, RenewalParts } from "./renewal-parts.ts";
import { planRetry } from "./retry-plan.ts";
import type { SharedExchange } from "./shared-store.ts";
import { isOld, type RefreshState, refuseKey } from "./state.ts";
import {
  computeThresholds,
  DEFAULT_REFRESH_POLICY,
  freshAgeMs,
  MAX_RECORD_AGE_MS,
  type RefreshPolicy,
} from "./thresholds.ts";

const DEFAULT_IDENTITY = "default";
const DEFAULT_TIMEOUT_MS = 30_000;

/** Renews the credentials of one identity: on demand, and in the background while they are in use. */
export class Renewal implements RenewalParts {
  readonly state: RefreshState;
  readonly ports: BasePorts;
  readonly identity: string | undefined;
  readonly provider: CredentialProvider;
  readonly policy: RefreshPolicy;
  readonly timeoutMs: number;
  readonly #onEvent: RefreshOptions["onEvent"];
  readonly #waitUntil: RefreshOptions["waitUntil"];
  readonly #shared: SharedExchange | undefined;
  readonly #ahead: BackgroundRenewal | undefined;
  #running: Promise<Exchanged> | undefined;

  constructor(state: RefreshState, options: CompleteRefreshOptions) {
    const { provider, ports, store, schedule, identity, policy, timeoutMs } = options;
    this.state = state;
    this.ports = ports;
    this.identity = identity;
    this.provider = provider;
    this.policy = policy ?? DEFAULT_REFRESH_POLICY;
    this.timeoutMs = positiveMs("timeoutMs", timeoutMs ?? DEFAULT_TIMEOUT_MS);
    this.#onEvent = options.onEvent;
    this.#waitUntil = options.waitUntil;
    if (store && !store.share) throw unshared();
    this.#shared = store?.share(this);
    this.#ahead = schedule?.renewAhead(this);
  }

  emit(fact: RefreshFact): void {
    guardListener(this.#onEvent)({ identity: this.identity ?? DEFAULT_IDENTITY, ...fact });
  }

  waitUntil(work: Promise<unknown>): void {
    guardListener(this.#waitUntil)(work);
  }

  /** Returns credentials to a caller: fresh ones at once, others as the current thresholds and the request have it. */
  provide(request?: CredentialRequest): Promise<AwsCredentials> {
    const { state, ports } = this;
    state.usedAtMs = ports.monotonic();
    const { current } = state;
    if (!current || isOld(state, ports) || request?.minTtlMs || request?.forceRefresh) {
      return untilCallerAborts(() => answerCaller(this, request), request?.signal, REFRESH_CONTEXT);
    }
    if (this.#onEvent) this.emit({ type: "hit" });
    return Promise.resolve(current.credentials);
  }

  /** Starts a renewal, or joins the one that runs. A failure stays in the state until the next success, and is thrown. */
  start(demand: Demand): Promise<Exchanged> {
    // On Workers a promise must not cross from one request to another.
    if (this.#running && this.ports.shareInFlight) return this.#running;
    const mine = this.#renew(demand).finally(() => {
      // A renewal that settles late never clears a newer one.
      if (this.#running === mine) this.#running = undefined;
      this.#ahead?.planNext();
    });
    this.#running = mine;
    return mine;
  }

  /** Refuses a key here, and removes its record from the store. */
  async invalidate(accessKeyId: string): Promise<void> {
    refuseKey(this.state, accessKeyId, this.ports.monotonic());
    await this.#shared?.remove(accessKeyId);
  }

  /** Ends the background renewals, and waits for the store work of the last one. */
  async stop(): Promise<void> {
    this.#ahead?.stop();
    await this.#shared?.settle();
  }

  async #renew(demand: Demand): Promise<Exchanged> {
    const { state, ports } = this;
    const startedMs = ports.monotonic();
    state.begun += 1;
    const number = state.begun;
    state.renewingUntilMs = startedMs + this.timeoutMs;
    try {
      const fetch = () => fetchCredentials(this, demand);
      const exchanged = await (this.#shared ? this.#shared.exchange(demand, fetch) : fetch());
      if (number > state.adopted) this.#adopt(exchanged, number);
      const { from, credentials, isRefused } = exchanged;
      if (isRefused) {
        this.#noteFailure(refusedAgain(), startedMs);
        return exchanged;
      }
      const { accessKeyId, expiration } = credentials;
      const durationMs = ports.monotonic() - startedMs;
      this.emit({ type: "refresh", from, accessKeyId, durationMs, ...(expiration && { expiration }) });
      return exchanged;
    } catch (error) {
      // An earlier renewal that fails late says nothing against newer credentials.
      this.#noteFailure(error, startedMs, number > state.adopted);
      throw error;
    } finally {
      if (number === state.begun) state.renewingUntilMs = -Infinity;
    }
  }

  /** Refused credentials are adopted as old ones: callers get them while there are no better ones, and the source is asked. */
  #adopt({ credentials, obtainedAtMs, from, isRefused }: Exchanged, number: number): void {
    const { state, ports, policy } = this;
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
    const { state, ports } = this;
    const failedAtMs = ports.monotonic();
    const { count, retryInMs, keptMs } = planRetry(this, error);
    if (isLatest) {
      const [retryAtMs, keptUntilMs] = [failedAtMs + retryInMs, failedAtMs + keptMs];
      state.failure = { error, count, failedAtMs, retryAtMs, keptUntilMs };
    }
    const refusal = findServiceError(error);
    if (refusal?.throttled) this.emit({ type: "throttle", error: refusal });
    this.emit({ type: "fail", at: "source", durationMs: failedAtMs - startedMs, error, retryInMs });
  }
}

function unshared(): ConfigurationError {
  return new ConfigurationError({
    setting: "store",
    message:
      "refresh() shares nothing through a store of your own as it is: pass sharedThrough(store), from podkey/stores",
  });
}
