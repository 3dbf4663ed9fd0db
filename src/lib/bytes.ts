/** Bytes over a plain buffer, as WebCrypto takes them. Named through a function, because TypeScript 5.5 has no `Uint8Array<…>`. */
export type Bytes = ReturnType<typeof Uint8Array.of>;

let encoder: TextEncoder | undefined;

/** Encodes text as UTF-8. */
export function utf8(text: string): Bytes {
  encoder ??= new TextEncoder();
  return encoder.encode(text);
}

let pairs: readonly string[] | undefined;

/** Writes bytes as lower-case hexadecimal digits. */
export function hex(bytes: Bytes): string {
  pairs ??= Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));
  let text = "";
  // An index is twice as fast as an iterator here.
  for (let index = 0; index < bytes.length; index += 1) text += pairs[bytes[index] ?? 0];
  return text;
}
