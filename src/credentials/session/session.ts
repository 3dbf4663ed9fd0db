import type { AwsCredentials, CredentialProvider, CredentialRequest } from "../../aws/credentials.ts";
import { wholeNumber } from "../../errors/settings.ts";
import {
  type Client,
  type ClientEvent,
  type ClientOptions,
  createClient,
  partsOf,
} from "../../http/client.ts";
import { resolvePorts, type Store } from "../../ports.ts";
import type { PresignedUrl } from "../../signing/presign.ts";
import type { RefreshEvent } from "../refresh/events.ts";
import { keepFresh } from "../refresh/refresh.ts";
import type { Schedule } from "../refresh/schedule.ts";
import { createRefreshState, type RefreshState } from "../refresh/state.ts";
import { sharedThrough } from "../sharing/shared-through.ts";
import type { FetchInput } from "./fetch-request.ts";
import { presignRequest, type SessionPresignInit } from "./presign-request.ts";
import { type SignedFetchInit, signedFetch } from "./signed-fetch.ts";
import { type WaitForIdentityOptions, waitForIdentity } from "./wait-for-identity.ts";

/** What a session reports: how its credentials are renewed, and each attempt and retry of its client's calls. */
export type SessionEvent = RefreshEvent | ClientEvent;

/** Which identity a session keeps fresh, and how. */
export interface SessionOptions extends Omit<ClientOptions, "credentials" | "endpoint" | "onEvent"> {
  /** Where credentials come from. `connect` of each runtime has a default. */
  readonly credentials: CredentialProvider;
  /**
   * A URL for all services, or one for each service by its signing name, instead of AWS's. Default: the variable
   * `AWS_ENDPOINT_URL_<SERVICE>`, else `AWS_ENDPOINT_URL`, else AWS's hosts.
   */
  readonly endpoint?: string | Readonly<Record<string, string>> | undefined;
  /**
   * How often `fetch` sends a request again after a network failure, a throttle or a status of 500, 502, 503 or 504, if its
   * method is GET, HEAD, OPTIONS, PUT or DELETE and its body is not a stream. Default: 0.
   */
  readonly retries?: number | undefined;
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

/** Keeps one identity's credentials fresh, and signs with them. Every method works detached from the session. */
export interface Session {
  /** Returns the current credentials. Throws if the source cannot give ones that live for `minTtlMs`. */
  readonly credentials: (request?: CredentialRequest) => Promise<AwsCredentials>;
  /**
   * Signs and sends a request to any AWS service. Takes the arguments of `fetch`, and can be given to a library in its place.
   * Does not follow redirects. Sends a request again if AWS says that the credentials have expired, and if `retries` allows it.
   */
  readonly fetch: (input: FetchInput, init?: SignedFetchInit) => Promise<Response>;
  /** Presigns a URL. Returns it with the time when it stops working. */
  readonly presign: (url: string | URL, init?: SessionPresignInit) => Promise<PresignedUrl>;
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
  const { store, identity, onEvent, credentials: provider, schedule, waitUntil, ...others } = options;
  const { retries = 0, ...clientOptions } = others;
  const ports = resolvePorts(options.ports);
  const credentials = keepFresh(state, {
    provider,
    ports,
    store: store && sharedThrough(store),
    schedule,
    waitUntil,
    onEvent,
    ...(identity && { identity }),
  });
  const client = createClient({ ...clientOptions, credentials, ports, ...(onEvent && { onEvent }) });
  const signing = { credentials, client: partsOf(client), retries: wholeNumber("retries", retries, 0) };
  const close = (): Promise<void> => credentials.stop();
  return {
    credentials,
    fetch: (input, init = {}) => signedFetch(input, init, signing),
    presign: (url, init = {}) => presignRequest(String(url), init, signing),
    client: () => client,
    waitForIdentity: (wait) => waitForIdentity(credentials, wait, ports),
    invalidate: credentials.invalidate,
    close,
    [Symbol.asyncDispose]: close,
  };
}
