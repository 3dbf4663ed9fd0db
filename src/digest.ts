import { type Bytes, hex, utf8 } from "./lib/bytes.ts";

/** Hashes text (as UTF-8) and bytes. Returns a value where the runtime hashes synchronously, and a promise with WebCrypto. */
export interface Digest {
  /** Returns the SHA-256 in lower-case hexadecimal digits. */
  sha256Hex(data: string | Bytes): string | Promise<string>;
  /** Returns the HMAC-SHA-256. A key object never changes its bytes, so imported keys may be cached by it. */
  hmacSha256(key: Bytes, text: string): Bytes | Promise<Bytes>;
}

/** Creates a digest with WebCrypto. Imports each key once, and forgets it with the bytes that it came from. */
export function webDigest(): Digest {
  const imported = new WeakMap<Bytes, CryptoKey>();
  return {
    sha256Hex(data) {
      const bytes = typeof data === "string" ? utf8(data) : data;
      return ofThisRealm(crypto.subtle.digest("SHA-256", bytes)).then(toHex);
    },
    hmacSha256(key, text) {
      const known = imported.get(key);
      if (known) return sign(known, text);
      return importHmacKey(key).then((cryptoKey) => {
        imported.set(key, cryptoKey);
        return sign(cryptoKey, text);
      });
    },
  };
}

let shared: Digest | undefined;

/** Returns the `digest` port, or the one with WebCrypto that all uses without the port share. */
export function digestOf({ digest }: { readonly digest?: Digest }): Digest {
  if (digest) return digest;
  shared ??= webDigest();
  return shared;
}

/**
 * Continues with what a digest returned: at once with a value, later with a promise. An `await` would make every synchronous
 * hash wait for a microtask.
 */
export function whenHashed<T extends string | object, R>(
  hashed: T | Promise<T>,
  next: (value: T) => R | Promise<R>,
): R | Promise<R> {
  return isPromise(hashed) ? hashed.then(next) : next(hashed);
}

/** Looks at the member, because a promise of another realm is no instance of this one's class. */
function isPromise<T extends string | object>(value: T | Promise<T>): value is Promise<T> {
  return typeof value === "object" && "then" in value;
}

function importHmacKey(key: Bytes): Promise<CryptoKey> {
  const imported = crypto.subtle.importKey("raw", key, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return ofThisRealm(imported);
}

function sign(key: CryptoKey, text: string): Promise<Bytes> {
  return ofThisRealm(crypto.subtle.sign("HMAC", key, utf8(text))).then(toBytes);
}

/** Replaces a promise of another realm, such as those of WebCrypto in Vercel's edge runtime. Returns any other promise as it is. */
function ofThisRealm<T>(promise: Promise<T>): Promise<T> {
  return Promise.resolve(promise);
}

function toBytes(buffer: ArrayBuffer): Bytes {
  return new Uint8Array(buffer);
}

function toHex(buffer: ArrayBuffer): string {
  return hex(new Uint8Array(buffer));
}
