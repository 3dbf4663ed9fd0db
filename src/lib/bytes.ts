/** Bytes over a plain buffer, as WebCrypto takes them. Named through a function, because TypeScript 5.5 has no `Uint8Array<…>`. */
export type Bytes = ReturnType<typeof Uint8Array.of>;

/** Encodes text as UTF-8. */
export function utf8(text: string): Bytes {
  return new TextEncoder().encode(text);
}

const DIGITS = "0123456789abcdef";

/** Writes bytes as lower-case hexadecimal digits. */
export function hex(bytes: Bytes): string {
  let text = "";
  for (const byte of bytes) text += DIGITS.charAt(byte >> 4) + DIGITS.charAt(byte & 15);
  return text;
}
