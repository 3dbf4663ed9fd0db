import type { FetchedBodyReader } from "./fetch.ts";

/**
 * Reads a stream as UTF-8 text. Returns `undefined` as soon as it exceeds `maxBytes`, so that an endless stream cannot fill
 * the memory. The caller cancels the reader then.
 */
export async function readBoundedText(
  reader: FetchedBodyReader,
  maxBytes: number,
): Promise<string | undefined> {
  const decoder = new TextDecoder();
  let text = "";
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done || !value) return text + decoder.decode();
    length += value.byteLength;
    if (length > maxBytes) return undefined;
    text += decoder.decode(value, { stream: true });
  }
}
