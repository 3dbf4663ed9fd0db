import { type Bytes, subtleCrypto } from "./platform.ts";

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
