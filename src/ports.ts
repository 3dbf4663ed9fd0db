import { type Digest, webDigest } from "./digest.ts";
import type { Bytes } from "./lib/bytes.ts";
import type { Fetch } from "./lib/fetch.ts";

/** A value, or a promise of it. */
export type MaybePromise<T> = T | Promise<T>;

/** Headers in any form that `new Headers` takes. */
export type HeadersInput = Headers | Record<string, string> | [string, string][];

/** A complete request, ready to be sent. */
export interface OutgoingRequest {
  /** The HTTP method, in upper case. */
  readonly method: string;
  /** The absolute URL. */
  readonly url: string;
  /** The headers, by lower-case name. */
  readonly headers: Record<string, string>;
  /** The body. Default: none. */
  readonly body?: string | Bytes;
}

/** Releases a lease. Does nothing if the lease has ended, or if another process holds it by now. */
export type Release = () => Promise<void>;

/**
 * Keeps records for later calls, other processes or other machines. Keys have up to 200 characters of `A-Z a-z 0-9 _ - . :`.
 * If a method rejects, podkey continues without the store.
 */
export interface Store {
  /** Returns the record of a key, or `undefined`. The reader checks its expiry, so it may return an expired record. */
  get(key: string): Promise<string | undefined>;
  /**
   * Keeps a record until its expiry, in milliseconds since the epoch. Does nothing if the key has a record that expires
   * later: a late writer must not replace a newer record.
   */
  set(key: string, value: string, options: { readonly expiresAtMs: number }): Promise<void>;
  /** Deletes the record of a key, if there is one. */
  delete(key: string): Promise<void>;
  /** Takes a lease that ends by itself after `ttlMs` milliseconds. Returns `undefined` if another holder has it. */
  acquire(key: string, options: { readonly ttlMs: number }): Promise<Release | undefined>;
}

/** Everything that podkey needs from a runtime. Each port has a web-standard default. */
export interface Ports {
  /** Sends a request. Called as a plain function, never as a method. Default: the global `fetch`. */
  readonly fetch: Fetch;
  /** Returns the wall-clock time, in milliseconds since the epoch. It may step, so only expirations and signatures use it. */
  readonly now: () => number;
  /**
   * Returns the time of a clock that never steps, in milliseconds since any fixed moment. All durations use it: timeouts,
   * backoffs, cooldowns and the age of caches. Default: `performance.now`.
   */
  readonly monotonic: () => number;
  /** Returns a random number in [0, 1) that is good enough for identifiers. Default: WebCrypto. */
  readonly random: () => number;
  /** Waits for `ms` milliseconds. Rejects with the signal's reason when the signal aborts. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** Hashes what is signed. Default: WebCrypto. */
  readonly digest: Digest;
  /** Returns an environment variable. Default: `undefined` for every name. */
  readonly env: (name: string) => string | undefined;
  /** Returns the text of a file, or `undefined` if there is no such file. Default: no files. */
  readonly readText: (path: string) => MaybePromise<string | undefined>;
  /** Calls `run` after `ms` milliseconds, without keeping the program alive. Returns a function that cancels the call. */
  readonly runLater: (ms: number, run: () => void) => () => void;
  /** Whether one request may await a promise that another one started. `false` on Workers. Default: `true`. */
  readonly shareInFlight: boolean;
}

/** The ports that only some uses need: those that plan work for later, and those that hash. */
type RarePort = "runLater" | "digest";

/** The ports that every use needs. A use that needs a further one brings its default. */
export type BasePorts = Omit<Ports, RarePort> & Partial<Pick<Ports, RarePort>>;

/** The default of `env` and `readText`. */
const unread = (): undefined => undefined;

const MAX_TIMER_MS = 2 ** 31 - 1;
const UINT32_RANGE = 2 ** 32;

/** Completes ports with web-standard defaults. Looks up globals when a port is used, never earlier. */
export function resolvePorts(ports?: Partial<Ports>): Ports {
  return { runLater, digest: webDigest(), ...basePorts(ports) };
}

/** Completes only the ports that every use needs, so that a bundle without `resolvePorts` holds no code for timers and hashes. */
export function basePorts(ports?: Partial<Ports>): BasePorts {
  return {
    fetch: (url, init) => globalThis.fetch(url, init),
    now: () => Date.now(),
    monotonic: () => performance.now(),
    random: () => (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) / UINT32_RANGE,
    sleep,
    env: unread,
    readText: unread,
    shareInFlight: true,
    ...ports,
  };
}

/** Says that a port was not given, if so: what it would read may exist, and must not be called absent. */
export function missingPort(name: "env" | "readText", ports: Partial<Ports>): string | undefined {
  if (ports[name] !== unread) return undefined;
  return `no ${name} port was given: import from podkey/node, /deno, /bun or /cloudflare`;
}

function runLater(ms: number, run: () => void): () => void {
  // The timers of Node and Bun can let the program end. Those of Deno and browsers are numbers.
  const timer: unknown = setTimeout(run, Math.min(ms, MAX_TIMER_MS));
  (timer as { unref?(): void }).unref?.();
  return () => clearTimeout(timer as number);
}

function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(
      () => {
        signal?.removeEventListener("abort", onAbort);
        resolve();
      },
      Math.min(ms, MAX_TIMER_MS),
    );
    signal?.addEventListener("abort", onAbort);
  });
}
