import { type Bytes, hex, utf8 } from "../../lib/bytes.ts";

/** A source of random numbers: at least 0 and below 1. */
export type Random = () => number;

/** Returns the wall time, in milliseconds since the epoch. */
export function systemNow(): number {
  return Date.now();
}

/** Returns a random number for ids and fake keys, which protect nothing. */
export function systemRandom(): number {
  return Math.random();
}

/** Waits for the given number of milliseconds. */
export function systemSleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}

/** Reports an error of the user's code to the log of the test runner. */
export function reportError(message: string, error: unknown): void {
  console.error(message, error);
}

/** Computes SHA-256 of the bytes, as lower-case hexadecimal digits. */
export async function sha256Hex(bytes: Bytes): Promise<string> {
  return hex(new Uint8Array(await subtleCrypto().digest("SHA-256", bytes)));
}

/** Imports bytes as an HMAC-SHA256 key. */
export function hmacKey(bytes: Bytes): Promise<CryptoKey> {
  return subtleCrypto().importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
}

/** Computes HMAC-SHA256 of a text. */
export async function hmac(key: CryptoKey, text: string): Promise<Bytes> {
  return new Uint8Array(await subtleCrypto().sign("HMAC", key, utf8(text)));
}

function subtleCrypto(): SubtleCrypto {
  return globalThis.crypto.subtle;
}
