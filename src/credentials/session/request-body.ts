import type { Bytes } from "../../lib/bytes.ts";

/** A body as it is given: what `fetch` takes. */
export type BodyInput =
  | string
  | ArrayBuffer
  | ArrayBufferView
  | URLSearchParams
  | Blob
  | FormData
  | ReadableStream<Uint8Array>;

/** A body that can be hashed and sent again, or a stream that can be sent once. */
export interface ReadBody {
  readonly body?: string | Bytes;
  readonly stream?: ReadableStream<Uint8Array>;
  /** What `fetch` would have set for this kind of body. */
  readonly contentType?: string;
}

/** Reads a body into memory of its own where that is possible: SigV4 signs a hash of it. Streams stay as they are. */
export async function readRequestBody(body: BodyInput | null | undefined): Promise<ReadBody> {
  if (body === null || body === undefined) return {};
  if (typeof body === "string") return { body };
  if (body instanceof ReadableStream) return { stream: body };
  if (body instanceof ArrayBuffer) return { body: new Uint8Array(body.slice(0)) };
  if (ArrayBuffer.isView(body)) {
    return { body: new Uint8Array(body.buffer, body.byteOffset, body.byteLength).slice() };
  }
  // Forms and blobs: the web platform knows their encoding, boundary included.
  const encoded = new Response(body);
  const contentType = encoded.headers.get("content-type");
  return { body: new Uint8Array(await encoded.arrayBuffer()), ...(contentType && { contentType }) };
}
