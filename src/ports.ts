import { type Bytes, hex, utf8 } from "./lib/bytes.ts";

/** A value, or a promise of it. */
export type MaybePromise<T> = T | Promise<T>;

/** Headers as they are given: what `new Headers` takes. */
export type HeadersInput = Headers | Record<string, string> | [string, string][];

/** A request in full, ready to be sent. */
export interface OutgoingRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body?: string | Bytes;
}

/** What `fetch` gets beside the URL: the part of `RequestInit` that every runtime understands. */
export interface FetchInit {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body?: string | Bytes | ReadableStream<Uint8Array>;
  /** Goes with a stream. */
  readonly duplex?: "half";
  readonly redirect: "manual";
  readonly signal: AbortSignal;
}

/** Hashing, of text as UTF-8. A runtime with native synchronous hashing answers at once; WebCrypto answers with a promise. */
export interface Digest {
  /** SHA-256 in lower-case hexadecimal digits. */
  sha256Hex(data: string | Bytes): MaybePromise<string>;
  /** HMAC-SHA-256. The same key object stands for the same key for ever. */
  hmacSha256(key: Bytes, text: string): MaybePromise<Bytes>;
}

/** Gives a lease back. Does nothing if it has meanwhile ended or passed to somebody else. */
export type Release = () => Promise<void>;

/**
 * Where records are kept between calls, processes or machines. Strings in, strings out. Keys are up to 200 characters of
 * `A-Z a-z 0-9 _ - . :`. A method may reject; its caller then goes on without the store.
 */
export interface Store {
  /** The record under a key, or `undefined`. One past its expiry may still come back: the reader checks it. */
  get(key: string): Promise<string | undefined>;
  /**
   * Keeps a record until its expiry, in milliseconds since the epoch. A record that expires later stays, and this one is
   * dropped without an error: so a writer who comes late never replaces what is newer.
   */
  set(key: string, value: string, options: { readonly expiresAtMs: number }): Promise<void>;
  delete(key: string): Promise<void>;
  /** Takes a lease that ends by itself after `ttlMs`. `undefined`: somebody else holds it. */
  acquire(key: string, options: { readonly ttlMs: number }): Promise<Release | undefined>;
}

/** Everything that podkey needs of a runtime. What is not given has a web-standard default. */
export interface Ports {
  /** Sends a request. Called as a plain function. */
  readonly fetch: (url: string, init: FetchInit) => Promise<Response>;
  /**
   * Sends plain HTTP to a metadata endpoint of this machine, past every proxy: a proxy would see the token in the request.
   * Default: `fetch`, but requests fail with `CONFIGURATION` if a proxy variable of `env` covers their host.
   */
  readonly fetchDirect?: (url: string, init: FetchInit) => Promise<Response>;
  /** The wall clock, in milliseconds since the epoch: for expirations and signatures only, because it may step. */
  readonly now: () => number;
  /**
   * A clock that never steps, in milliseconds since any fixed moment: for timeouts, backoffs, cooldowns and the age of
   * caches. Default: `performance.now()`.
   */
  readonly monotonic: () => number;
  /** A random number from 0 up to but not including 1, good enough for identifiers. */
  readonly random: () => number;
  /** Waits. Rejects with the signal's reason once that aborts. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  readonly digest: Digest;
  /** One environment variable. The default knows none. */
  readonly env: (name: string) => string | undefined;
  /** A file's text, or `undefined` where there is no such file. The default has no files. */
  readonly readText: (path: string) => MaybePromise<string | undefined>;
  /** Runs something later, without keeping the program alive for it. Answers a function that calls it off. */
  readonly runLater: (ms: number, run: () => void) => () => void;
  /** Whether a promise that one request began may be awaited by another. Not so on Workers. */
  readonly shareInFlight: boolean;
}

const MAX_TIMER_MS = 2 ** 31 - 1;
const UINT32_RANGE = 2 ** 32;

/** Completes ports with web-standard defaults. Globals are looked up when a port is used, never before. */
export function resolvePorts(ports: Partial<Ports> = {}): Ports {
  return {
    fetch: (url, init) => globalThis.fetch(url, init),
    now: () => Date.now(),
    monotonic: () => performance.now(),
    random: () => (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) / UINT32_RANGE,
    sleep,
    digest: webDigest(),
    env: () => undefined,
    readText: () => undefined,
    runLater,
    shareInFlight: true,
    ...ports,
  };
}

/** Hashing by WebCrypto. Keys are imported once and forgotten with the bytes they came from. */
export function webDigest(): Digest {
  const imported = new WeakMap<Bytes, CryptoKey>();
  return {
    async sha256Hex(data) {
      const bytes = typeof data === "string" ? utf8(data) : data;
      return hex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
    },
    async hmacSha256(key, text) {
      const cryptoKey = imported.get(key) ?? (await importHmacKey(key));
      imported.set(key, cryptoKey);
      return new Uint8Array(await crypto.subtle.sign("HMAC", cryptoKey, utf8(text)));
    },
  };
}

function importHmacKey(key: Bytes): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", key, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
}

function runLater(ms: number, run: () => void): () => void {
  const timer: unknown = setTimeout(run, Math.min(ms, MAX_TIMER_MS));
  if (hasUnref(timer)) timer.unref();
  return () => clearTimeout(timer as number);
}

/** Timers of Node and Bun are objects that can let the program end; Deno and browsers have numbers. */
function hasUnref(timer: unknown): timer is { unref(): void } {
  return typeof timer === "object" && timer !== null && "unref" in timer;
}

function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason);
      return;
    }
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
    signal?.addEventListener("abort", onAbort, { once: true });
  });
}
