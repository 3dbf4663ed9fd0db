import type { AwsCredentials, CredentialProvider, CredentialRequest } from "../../aws/credentials.ts";
import { type Client, type ClientOptions, createClient } from "../../http/client.ts";
import type { Schedule } from "../../lib/timer-queue.ts";
import { type Ports, resolvePorts, type Store } from "../../ports.ts";
import { type PresignedUrl, presignUrl } from "../../signing/presign.ts";
import { hostOf } from "../../signing/service-of-host.ts";
import { requireSealed } from "../../stores/plaintext.ts";
import type { RefreshEvent } from "../refresh/events.ts";
import { keepFresh } from "../refresh/refresh.ts";
import { createRefreshState, type RefreshState } from "../refresh/state.ts";
import { type SignedFetchInit, signedFetch } from "./signed-fetch.ts";
import { type WaitForIdentityOptions, waitForIdentity } from "./wait-for-identity.ts";

/** Whose identity a session keeps fresh, and how. */
export interface SessionOptions extends Omit<ClientOptions, "credentials" | "onEvent"> {
  /** Where credentials come from; each runtime has a default. */
  readonly credentials: CredentialProvider;
  /** Shares credentials, and the work of getting them, beyond this session. Needs `identity`. */
  readonly store?: Store;
  /** Names the identity in the store: the same for the same source, role and policy, another for any other. */
  readonly identity?: string;
  /** Renews credentials that are in use before anybody must wait for them. Many sessions may share one. */
  readonly schedule?: Schedule | undefined;
  /** Told of renewals that no caller waits for, where a runtime ends with its callers: `ctx.waitUntil` of a Worker. */
  readonly waitUntil?: ((work: Promise<unknown>) => void) | undefined;
  readonly onEvent?: (event: RefreshEvent) => void;
}

/** What to presign. */
export interface SessionPresignInit
  extends Pick<SignedFetchInit, "method" | "headers" | "service" | "region"> {
  readonly expiresInSeconds: number;
}

/** One identity, kept fresh, that signs. Each method works detached, as `credentials: session.credentials`. */
export interface Session {
  /** The current credentials. `minTtlMs` asks for ones that live at least so long. */
  readonly credentials: (request?: CredentialRequest) => Promise<AwsCredentials>;
  /** Signs and sends a request to any AWS service. */
  readonly fetch: (url: string | URL, init?: SignedFetchInit) => Promise<Response>;
  /** A URL that carries its own authorization, and when that really ends. */
  readonly presign: (url: string | URL, init: SessionPresignInit) => Promise<PresignedUrl>;
  /** A client for the operations of `podkey/eks`, `podkey/eks-auth` and `podkey/sts`. */
  readonly client: () => Client;
  /** Waits until credentials can be had, as a job does that starts before the agent of its node. */
  readonly waitForIdentity: (options: WaitForIdentityOptions) => Promise<AwsCredentials>;
  /** Forgets credentials that somebody refused. */
  readonly invalidate: (credentials: AwsCredentials) => Promise<void>;
  /** Ends the renewals ahead of time. What is under way goes on. */
  readonly close: () => Promise<void>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
}

/**
 * Opens a session. The adapters of the runtimes call it with what their runtime supplies: use their `connect`. Throws
 * `CONFIGURATION` for a store without an identity, and for one that would take plaintext out of the process.
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
    store: store && requireSealed(store),
    schedule,
    waitUntil,
    onEvent,
    ...(identity && { identity }),
  });
  const close = async (): Promise<void> => credentials.stop();
  return {
    credentials,
    fetch: (url, init = {}) => signedFetch(String(url), init, credentials, ports),
    presign: (url, init) => presignWith(String(url), init, credentials, ports),
    client: () => createClient({ ...clientOptions, credentials, ports }),
    waitForIdentity: (wait) => waitForIdentity(credentials, wait, ports),
    invalidate: credentials.invalidate,
    close,
    [Symbol.asyncDispose]: close,
  };
}

async function presignWith(
  url: string,
  { method = "GET", headers, expiresInSeconds, ...stated }: SessionPresignInit,
  provider: CredentialProvider,
  { now, digest }: Ports,
): Promise<PresignedUrl> {
  const { service, region } = hostOf(url, stated);
  const credentials = await provider();
  const request = { method, url, expiresInSeconds, ...(headers && { headers }) };
  return presignUrl(request, { credentials, service, region, nowMs: now(), digest });
}
