import type { AwsCredentials, CredentialProvider, CredentialRequest } from "../../aws/credentials.ts";
import {
  type Client,
  type ClientEvent,
  type ClientOptions,
  createClient,
  partsOf,
} from "../../http/client.ts";
import type { Schedule } from "../../lib/timer-queue.ts";
import { resolvePorts, type Store } from "../../ports.ts";
import { type PresignedUrl, presignUrl } from "../../signing/presign.ts";
import { serviceOfHost } from "../../signing/service-of-host.ts";
import type { RefreshEvent } from "../refresh/events.ts";
import { keepFresh } from "../refresh/refresh.ts";
import { createRefreshState, type RefreshState } from "../refresh/state.ts";
import { type SignedFetchInit, type SigningSession, signedFetch } from "./signed-fetch.ts";
import { type WaitForIdentityOptions, waitForIdentity } from "./wait-for-identity.ts";

/** What a session reports: how its credentials are renewed, and each attempt and retry of its client's calls. */
export type SessionEvent = RefreshEvent | ClientEvent;

/** Which identity a session keeps fresh, and how. */
export interface SessionOptions extends Omit<ClientOptions, "credentials" | "onEvent"> {
  /** Where credentials come from. `connect` of each runtime has a default. */
  readonly credentials: CredentialProvider;
  /** Shares credentials, and the work of getting them, with other sessions. Needs `identity`. Default: none. */
  readonly store?: Store;
  /** The identity's name in the store. Use one per combination of source, role and policy. */
  readonly identity?: string;
  /** Renews credentials in the background before a caller must wait for them. Sessions may share it. Default: none. */
  readonly schedule?: Schedule | undefined;
  /** Keeps the program alive for work that no caller waits for, for example `ctx.waitUntil` of a Worker. */
  readonly waitUntil?: ((work: Promise<unknown>) => void) | undefined;
  /** Receives an event for each renewal, failure and cache hit, and for each attempt and retry of a call. Default: none. */
  readonly onEvent?: (event: SessionEvent) => void;
}

/** The request to presign. Without `service` and `region`, they are read from the host. */
export interface SessionPresignInit
  extends Pick<SignedFetchInit, "method" | "headers" | "service" | "region"> {
  /** How long the URL works, in seconds, from 1 to 604,800 (7 days). Shorter if the credentials expire earlier. */
  readonly expiresInSeconds: number;
}

/** Keeps one identity's credentials fresh, and signs with them. Every method works detached from the session. */
export interface Session {
  /** Returns the current credentials. Throws if the source cannot give ones that live for `minTtlMs`. */
  readonly credentials: (request?: CredentialRequest) => Promise<AwsCredentials>;
  /** Signs and sends a request to any AWS service. Retries once if AWS says that the credentials have expired. */
  readonly fetch: (url: string | URL, init?: SignedFetchInit) => Promise<Response>;
  /** Presigns a URL. Returns it with the time when it stops working. */
  readonly presign: (url: string | URL, init: SessionPresignInit) => Promise<PresignedUrl>;
  /** Returns the client of the session, for the operations of `podkey/eks`, `podkey/eks-auth` and `podkey/sts`. */
  readonly client: () => Client;
  /** Waits until the source gives credentials, for a job that starts before the agent of its node. */
  readonly waitForIdentity: (options: WaitForIdentityOptions) => Promise<AwsCredentials>;
  /** Forgets credentials that AWS refused, so that the next call gets new ones. */
  readonly invalidate: (credentials: AwsCredentials) => Promise<void>;
  /**
   * Stops background renewals. A renewal that is already running continues. Resolves once the last record is stored and its
   * lease released: await it before `process.exit`, or other processes wait for the lease to end.
   */
  readonly close: () => Promise<void>;
  /** The same as `close`, for `await using`. */
  readonly [Symbol.asyncDispose]: () => Promise<void>;
}

/**
 * Opens a session. `connect` of each runtime calls it with what the runtime supplies. Throws `CONFIGURATION` for a store
 * without an identity, and for a store that would write plaintext outside of the process.
 */
export function createSession(options: SessionOptions): Session {
  return openSession(createRefreshState(), options);
}

/** Opens a session over a given refresh state. On Workers, the sessions of many requests share one. */
export function openSession(state: RefreshState, options: SessionOptions): Session {
  const { store, identity, onEvent, credentials: provider, schedule, waitUntil, ...clientOptions } = options;
  const ports = resolvePorts(options.ports);
  const credentials = keepFresh(state, {
    provider,
    ports,
    store,
    schedule,
    waitUntil,
    onEvent,
    ...(identity && { identity }),
  });
  const client = createClient({ ...clientOptions, credentials, ports, ...(onEvent && { onEvent }) });
  const { clock } = partsOf(client);
  const signing = { credentials, clock, ports };
  const close = (): Promise<void> => credentials.stop();
  return {
    credentials,
    fetch: (url, init = {}) => signedFetch(String(url), init, signing),
    presign: (url, init) => presignWith(String(url), init, signing),
    client: () => client,
    waitForIdentity: (wait) => waitForIdentity(credentials, wait, ports),
    invalidate: credentials.invalidate,
    close,
    [Symbol.asyncDispose]: close,
  };
}

async function presignWith(
  url: string,
  { method = "GET", headers, expiresInSeconds, ...stated }: SessionPresignInit,
  { credentials: provider, clock, ports: { now, digest } }: SigningSession,
): Promise<PresignedUrl> {
  const { service, region } = serviceOfHost(url, stated);
  const credentials = await provider();
  const request = { method, url, expiresInSeconds, ...(headers && { headers }) };
  const nowMs = now() + clock.offsetMs;
  return presignUrl(request, { credentials, service, region, nowMs, digest });
}
