import {
  type AwsCredentials,
  type CredentialProvider,
  type CredentialRequest,
  named,
} from "../../aws/credentials.ts";
import { ConfigurationError } from "../../errors/errors.ts";
import { positiveMs } from "../../errors/settings.ts";
import { throwIfAborted } from "../../http/send-once.ts";
import { untilAborted } from "../../lib/deadline.ts";
import { guardListener } from "../../lib/listener.ts";
import type { Schedule } from "../../lib/timer-queue.ts";
import { type BasePorts, basePorts, type Ports, type Store } from "../../ports.ts";
import { bindToToken, boundTokenOf, storeOfProvider } from "../../tokens/token-binding.ts";
import { GuardedStore } from "../sharing/guarded-store.ts";
import { requireSealed } from "../sharing/plaintext.ts";
import { isOld } from "./background-renewal.ts";
import type { RefreshEvent } from "./events.ts";
import { Renewal } from "./renewal.ts";
import { createRefreshState, type RefreshState } from "./state.ts";
import { DEFAULT_REFRESH_POLICY, type RefreshPolicy } from "./thresholds.ts";

/** What to keep fresh, and how. */
export interface RefreshOptions {
  /** Where credentials come from. Its `signal` aborts after `timeoutMs`. */
  readonly provider: CredentialProvider;
  /** What the runtime supplies. Default: its web-standard means. */
  readonly ports?: Partial<Ports> | undefined;
  /**
   * Names the credentials in the store and in events, for example "checkout-prod". Use one name per combination of source, role
   * and policy, never a token. With a store: 1 to 150 characters of `A-Z a-z 0-9 _ - . :`. Default: "default", without a store.
   */
  readonly identity?: string;
  /** Shares credentials, and the work of getting them, between sessions, processes or machines. Default: none. */
  readonly store?: Store | undefined;
  /** Renews credentials that are in use in the background. Default: none; then the next caller starts each renewal. */
  readonly schedule?: Schedule | undefined;
  /**
   * Called with each renewal that no caller waits for. Pass `ctx.waitUntil` of a Worker, which otherwise ends with its callers.
   * Default: none.
   */
  readonly waitUntil?: ((work: Promise<unknown>) => void) | undefined;
  /** Called with each event. Its own failure changes nothing. Default: none. */
  readonly onEvent?: ((event: RefreshEvent) => void) | undefined;
  /** When to renew. Default: the policy of a program that signs with its own credentials. */
  readonly policy?: RefreshPolicy | undefined;
  /** How long the source may take, in milliseconds. Afterwards it is aborted and counts as failed. Default: 30,000. */
  readonly timeoutMs?: number | undefined;
}

/** A provider that keeps credentials, and renews them. */
export interface RefreshingProvider extends CredentialProvider {
  /**
   * Forgets credentials that AWS refused, and removes them from the store. If the source returns their key again, they are
   * neither fresh nor stored: callers get them while there are no better ones, and the source is asked with a backoff.
   */
  invalidate(credentials: AwsCredentials): Promise<void>;
  /**
   * Ends the background renewals. A renewal that runs goes on, and callers still get credentials. Resolves once the record
   * of the last renewal is stored and its lease released: await it before the process exits.
   */
  stop(): Promise<void>;
}

const DEFAULT_TIMEOUT_MS = 30_000;

/** Leaves room for what is appended to an identity, within the 200 characters of a store's key. */
const IDENTITY = /^[A-Za-z0-9_.:-]{1,150}$/;

/**
 * Keeps credentials fresh on demand. Fresh ones are returned at once. In the advisory window they are returned while a renewal
 * runs. In the mandatory window callers wait for the renewal, and get the old credentials if it fails or is slow. Callers share
 * one renewal, which no caller's abort cancels. Throws what the provider throws, `TIMEOUT` if the provider does not settle in
 * time, `CREDENTIALS_EXPIRED` if new credentials end before `minTtlMs`, and `ABORTED`. Throws `CONFIGURATION` at once if a store
 * comes without an identity or would keep plaintext outside the process.
 *
 * @example
 * import { fromContainer, refresh } from "podkey/node";
 *
 * const provider = refresh({ provider: fromContainer() });
 */
export function refresh(options: RefreshOptions): RefreshingProvider {
  return keepFresh(createRefreshState(), options);
}

/** Keeps a given state fresh, as `refresh` does. On Workers, many requests share one state. */
export function keepFresh(state: RefreshState, options: RefreshOptions): RefreshingProvider {
  const { provider, identity = "default", onEvent, schedule, policy = DEFAULT_REFRESH_POLICY } = options;
  const timeoutMs = positiveMs("timeoutMs", options.timeoutMs ?? DEFAULT_TIMEOUT_MS);
  const ports = basePorts(options.ports);
  const emit = guardListener(onEvent);
  const waitUntil = guardListener(options.waitUntil);
  const store = openStore(options, ports, emit);
  const parts = { identity, provider, state, ports, store, schedule, policy, timeoutMs, emit, waitUntil };
  const renewal = new Renewal(parts);
  const provide = (request?: CredentialRequest): Promise<AwsCredentials> => {
    state.usedAtMs = ports.monotonic();
    const { current } = state;
    if (!current || isOld(state, ports) || request?.minTtlMs || request?.forceRefresh) {
      return untilCallerAborts(() => renewal.answer(request), request?.signal);
    }
    if (onEvent) emit({ type: "hit", identity });
    return Promise.resolve(current.credentials);
  };
  // The kept credentials were exchanged for the provider's token, so a store needs a record for each token.
  bindToToken(provide, boundTokenOf(provider));
  return Object.assign(named("refresh", provide), {
    invalidate: (credentials: AwsCredentials) => renewal.invalidate(credentials.accessKeyId),
    stop: () => renewal.stop(),
  });
}

function openStore(
  { store, identity, provider }: RefreshOptions,
  ports: BasePorts,
  emit: (event: RefreshEvent) => void,
): GuardedStore | undefined {
  if (!store) return undefined;
  if (!identity || !IDENTITY.test(identity)) throw faultyIdentity(identity);
  return new GuardedStore({
    store: storeOfProvider(requireSealed(store), provider, ports),
    identity,
    ports,
    emit,
  });
}

/** Ends the wait of a caller that aborts. A caller that aborted before starts nothing. */
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

function faultyIdentity(identity: string | undefined): ConfigurationError {
  const message = identity
    ? `the identity ${JSON.stringify(identity.slice(0, 40))} cannot name a record in the store: use 1 to 150 characters of A-Z a-z 0-9 _ - . :`
    : 'a store needs an identity, so that no other program takes these credentials for its own: name the source, role and policy, for example identity: "checkout-prod"';
  return new ConfigurationError({ setting: "identity", message });
}
