/** Bytes over a plain buffer, as WebCrypto takes them. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** A value, or a promise of it. */
export type MaybePromise<T> = T | Promise<T>;

/** A request in full, ready to be sent. */
export interface OutgoingRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body?: string | Bytes;
}

/** What `fetch` gets beside the URL: the part of `RequestInit` that every runtime understands. */
export interface FetchInit extends Omit<OutgoingRequest, "url"> {
  readonly redirect: "manual";
  readonly signal: AbortSignal;
}

/** Hashing. A runtime with native synchronous hashing answers at once; WebCrypto answers with a promise. */
export interface Digest {
  sha256(data: Bytes): MaybePromise<Bytes>;
  hmacSha256(key: Bytes, data: Bytes): MaybePromise<Bytes>;
}

/** Everything that podkey needs of a runtime. What is not given has a web-standard default. */
export interface Ports {
  /** Sends a request. Called as a plain function. */
  readonly fetch: (url: string, init: FetchInit) => Promise<Response>;
  /** The wall clock, in milliseconds since the epoch. */
  readonly now: () => number;
  /** A random number from 0 up to but not including 1, good enough for identifiers. */
  readonly random: () => number;
  /** Waits. Rejects with the signal's reason once that aborts. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  readonly digest: Digest;
  /** One environment variable. The default knows none. */
  readonly env: (name: string) => string | undefined;
  /** A file's text, or `undefined` where there is no such file. The default has no files. */
  readonly readText: (path: string) => MaybePromise<string | undefined>;
}

const MAX_TIMER_MS = 2 ** 31 - 1;
const UINT32_RANGE = 2 ** 32;

/** Completes ports with web-standard defaults. Globals are looked up when a port is used, never before. */
export function resolvePorts(ports: Partial<Ports> = {}): Ports {
  return {
    fetch: (url, init) => globalThis.fetch(url, init),
    now: () => Date.now(),
    random: () => (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) / UINT32_RANGE,
    sleep,
    digest: webDigest(),
    env: () => undefined,
    readText: () => undefined,
    ...ports,
  };
}

/** Hashing by WebCrypto. Keys are imported once and forgotten with the bytes they came from. */
export function webDigest(): Digest {
  const imported = new WeakMap<Bytes, CryptoKey>();
  return {
    async sha256(data) {
      return new Uint8Array(await crypto.subtle.digest("SHA-256", data));
    },
    async hmacSha256(key, data) {
      const cryptoKey = imported.get(key) ?? (await importHmacKey(key));
      imported.set(key, cryptoKey);
      return new Uint8Array(await crypto.subtle.sign("HMAC", cryptoKey, data));
    },
  };
}

function importHmacKey(key: Bytes): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", key, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
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
