import {
  type AwsCredentials,
  type CredentialProvider,
  type CredentialRequest,
  named,
} from "../../aws/credentials.ts";
import { ConfigurationError } from "../../errors/errors.ts";
import { throwIfAborted } from "../../http/send-once.ts";
import { untilAborted } from "../../lib/deadline.ts";
import { guardListener } from "../../lib/listener.ts";
import { createSingleFlight } from "../../lib/single-flight.ts";
import type { Schedule } from "../../lib/timer-queue.ts";
import { type Ports, resolvePorts, type Store } from "../../ports.ts";
import { storeOfProvider } from "../../tokens/token-binding.ts";
import { answerCaller, type Start } from "./answer-caller.ts";
import { backgroundRenewal } from "./background-renewal.ts";
import type { RefreshEvent } from "./events.ts";
import { guardStore } from "./guarded-store.ts";
import { type Demand, type RenewalOptions, renew } from "./renewal.ts";
import type { Exchanged } from "./shared-exchange.ts";
import { createRefreshState, type RefreshState } from "./state.ts";
import { DEFAULT_REFRESH_POLICY, type RefreshPolicy } from "./thresholds.ts";

/** What to keep fresh, and how. */
export interface RefreshOptions {
  readonly provider: CredentialProvider;
  readonly ports?: Partial<Ports>;
  /** Names the credentials in the store and in events: the same for the same source, role and policy. Never a token. */
  readonly identity?: string;
  /** Shares credentials, and the work of getting them, between sessions, processes or machines. */
  readonly store?: Store | undefined;
  /** Renews ahead of time what was used since it came; without one, the next caller does. */
  readonly schedule?: Schedule | undefined;
  /** Told of renewals that no caller waits for, where a runtime ends with its callers: `ctx.waitUntil` of a Worker. */
  readonly waitUntil?: ((work: Promise<unknown>) => void) | undefined;
  readonly onEvent?: ((event: RefreshEvent) => void) | undefined;
  /** When to renew. Default: for a program that signs with what it holds. */
  readonly policy?: RefreshPolicy | undefined;
}

/** A provider that keeps what it got for as long as it is good. */
export interface RefreshingProvider extends CredentialProvider {
  /** Forgets credentials that AWS refused. Others stay. */
  invalidate(credentials: AwsCredentials): Promise<void>;
  /** Ends the renewals ahead of time. What is under way goes on, and the next caller still gets credentials. */
  stop(): void;
}

/** What a renewal ahead of time wants. */
const NO_DEMAND: Demand = { force: false, minTtlMs: 0 };

/**
 * Keeps credentials fresh, on demand: fresh ones are handed out at once; in the advisory zone while new ones are fetched
 * behind them; in the mandatory zone callers wait, and get the old ones if that fails. Many callers share one exchange,
 * which no caller's abort cancels. Throws what the provider throws, `CREDENTIALS_EXPIRED` if new credentials live shorter
 * than `minTtlMs`, and `ABORTED`; at once `CONFIGURATION` for a store without an identity.
 *
 * @example
 * const provider = refresh({ provider: fromContainer({ ports }), ports });
 */
export function refresh(options: RefreshOptions): RefreshingProvider {
  return keepFresh(createRefreshState(), options);
}

/** Keeps a given state fresh, as `refresh` does. On Workers, many requests share one state. */
export function keepFresh(state: RefreshState, options: RefreshOptions): RefreshingProvider {
  const { provider, identity = "default", onEvent } = options;
  const { policy = DEFAULT_REFRESH_POLICY } = options;
  if (options.store && !options.identity) throw missingIdentity();
  const ports = resolvePorts(options.ports);
  const emit = guardListener(onEvent);
  const store =
    options.store &&
    guardStore({ store: storeOfProvider(options.store, provider, ports), key: identity, ports, emit });
  const flight = createSingleFlight<Exchanged>(ports.shareInFlight);
  const { waitUntil = () => undefined } = options;
  const renewal: RenewalOptions = { identity, provider, state, ports, store, emit, waitUntil, policy };
  const ahead = options.schedule && backgroundRenewal(options.schedule, renewal, () => start(NO_DEMAND));
  const start: Start = (demand) => {
    return flight.run(() => renew(renewal, demand).finally(() => ahead?.plan()));
  };
  const provide = (request?: CredentialRequest): Promise<AwsCredentials> => {
    const nowMs = ports.now();
    state.usedAtMs = nowMs;
    const { current } = state;
    if (!current || nowMs >= current.thresholds.advisoryAtMs || request?.minTtlMs || request?.forceRefresh) {
      return untilCallerAborts(() => answerCaller(renewal, start, request), request?.signal);
    }
    if (onEvent) emit({ type: "hit", identity });
    return Promise.resolve(current.credentials);
  };
  const invalidate = async (credentials: AwsCredentials): Promise<void> => {
    const { accessKeyId } = credentials;
    const isCurrent = state.current?.credentials.accessKeyId === accessKeyId;
    // A late complaint about an older key must not make a newer one that was refused good again.
    if (isCurrent || !state.rejectedAccessKeyId) state.rejectedAccessKeyId = accessKeyId;
    if (isCurrent) state.current = undefined;
    const record = await store?.load();
    if (record?.credentials.accessKeyId === accessKeyId) await store?.remove();
  };
  return Object.assign(named("refresh", provide), { invalidate, stop: () => ahead?.stop() });
}

/** One caller's abort ends its own wait only. Who has aborted before starts nothing. */
async function untilCallerAborts<T>(work: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work();
  const context = { service: "credentials", operation: "refresh" };
  throwIfAborted(signal, context);
  try {
    return await untilAborted(work(), signal);
  } catch (error) {
    throwIfAborted(signal, context);
    throw error;
  }
}

function missingIdentity(): ConfigurationError {
  return new ConfigurationError({
    setting: "identity",
    message:
      'a store needs an identity: name the source, role and policy, as identity: "checkout-prod", so that no other takes these credentials for its own',
  });
}
