import type { Bytes } from "../ports.ts";

/** Encodes text as UTF-8. */
export function utf8(text: string): Bytes {
  return new TextEncoder().encode(text);
}

/** Writes bytes as lower-case hexadecimal digits. */
export function hex(bytes: Bytes): string {
  let text = "";
  for (const byte of bytes) text += (byte + 0x100).toString(16).slice(1);
  return text;
}
