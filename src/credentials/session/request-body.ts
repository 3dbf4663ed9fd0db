import { ConfigurationError } from "../../errors/errors.ts";
import type { Bytes } from "../../lib/bytes.ts";
import type { Ports } from "../../ports.ts";
import { isS3, UNSIGNED_PAYLOAD } from "../../signing/sign-request.ts";

/** A body in memory that can be hashed and sent twice, or a stream that can be sent once. */
export interface ReadBody {
  readonly body?: string | Bytes;
  readonly stream?: ReadableStream<Uint8Array>;
  /** The content type that `fetch` sets for this kind of body. */
  readonly contentType?: string;
}

/** Copies a body into memory, because SigV4 signs its hash and a retry sends it again. Streams stay as they are. */
export async function readRequestBody(body: RequestInit["body"]): Promise<ReadBody> {
  if (body === null || body === undefined) return {};
  if (typeof body === "string") return { body };
  if (body instanceof ReadableStream) return { stream: body };
  if (body instanceof ArrayBuffer) return { body: new Uint8Array(body.slice(0)) };
  if (ArrayBuffer.isView(body)) {
    return { body: new Uint8Array(body.buffer, body.byteOffset, body.byteLength).slice() };
  }
  // `Response` encodes forms and blobs, multipart boundary included.
  const encoded = new Response(body);
  const contentType = encoded.headers.get("content-type");
  return { body: new Uint8Array(await encoded.arrayBuffer()), ...(contentType && { contentType }) };
}

/**
 * Sets the headers that a body needs: its content type, and for S3 its hash. S3 alone takes a stream without a hash; for other
 * services it throws `CONFIGURATION`.
 */
export async function describeBody(
  headers: Headers,
  read: ReadBody,
  { service, digest }: { readonly service: string } & Pick<Ports, "digest">,
): Promise<void> {
  if (read.contentType && !headers.has("content-type")) headers.set("content-type", read.contentType);
  const name = "x-amz-content-sha256";
  if (headers.has(name)) return;
  if (read.stream && !isS3(service)) {
    throw new ConfigurationError({
      setting: "body",
      message: `a stream cannot be signed for ${service}: pass its bytes, or state ${name} yourself`,
    });
  }
  if (read.stream) headers.set(name, UNSIGNED_PAYLOAD);
  else if (isS3(service)) headers.set(name, await digest.sha256Hex(read.body ?? ""));
}
