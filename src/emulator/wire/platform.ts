/** Bytes over a plain buffer, which is what WebCrypto takes and gives. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** A source of chance: at least 0 and below 1. */
export type Random = () => number;

/** The wall clock, in milliseconds since the epoch. */
export function systemNow(): number {
  return Date.now();
}

/** Chance for ids and fake keys, which protect nothing. */
export function systemRandom(): number {
  return Math.random();
}

/** Waits for the given number of milliseconds. */
export function systemSleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}

/** The runtime's WebCrypto, looked up when it is needed. */
export function subtleCrypto(): SubtleCrypto {
  return globalThis.crypto.subtle;
}

/** UTF-8 bytes of a text. */
export function utf8(text: string): Bytes {
  return new TextEncoder().encode(text);
}

/** Lower-case hex digits of the bytes. */
export function hex(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += byte.toString(16).padStart(2, "0");
  return text;
}

/** SHA-256 of the bytes, as lower-case hex digits. */
export async function sha256Hex(bytes: Bytes): Promise<string> {
  return hex(new Uint8Array(await subtleCrypto().digest("SHA-256", bytes)));
}

/** Imports bytes as an HMAC-SHA256 key. */
export function hmacKey(bytes: Bytes): Promise<CryptoKey> {
  return subtleCrypto().importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
}

/** HMAC-SHA256 of the text. */
export async function hmac(key: CryptoKey, text: string): Promise<Bytes> {
  return new Uint8Array(await subtleCrypto().sign("HMAC", key, utf8(text)));
}
