import { type CallContext, InvalidResponseError } from "../errors/call-errors.ts";

/** Reads a body as UTF-8 text, and gives up on one longer than the limit instead of filling the memory. */
export async function readBody(
  response: Response,
  maxBodyBytes: number,
  context: CallContext,
): Promise<string> {
  if (!response.body) return "";
  const reader: ReadableStreamDefaultReader<Uint8Array> = response.body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    length += value.byteLength;
    if (length > maxBodyBytes) {
      await reader.cancel();
      throw tooLong(maxBodyBytes, response.status, context);
    }
    text += decoder.decode(value, { stream: true });
  }
}

function tooLong(maxBodyBytes: number, status: number, context: CallContext): InvalidResponseError {
  const expected = `at most ${maxBodyBytes} bytes`;
  return new InvalidResponseError({ ...context, path: "the body", expected, seen: "more", status });
}
