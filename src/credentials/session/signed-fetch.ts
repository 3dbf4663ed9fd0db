import type { AwsCredentials } from "../../aws/credentials.ts";
import { ConfigurationError } from "../../errors/errors.ts";
import type { Bytes } from "../../lib/bytes.ts";
import type { FetchInit, HeadersInput, Ports } from "../../ports.ts";
import { type AwsHost, hostOf } from "../../signing/service-of-host.ts";
import { signHeaders, UNSIGNED_PAYLOAD } from "../../signing/sigv4.ts";
import type { RefreshingProvider } from "../refresh/refresh.ts";

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
interface ReadBody {
  readonly body?: string | Bytes;
  readonly stream?: ReadableStream<Uint8Array>;
  /** What `fetch` would have set for this kind of body. */
  readonly contentType?: string;
}

/** A request to any AWS service, as `fetch` takes it. */
export interface SignedFetchInit {
  readonly method?: string;
  readonly headers?: HeadersInput;
  readonly body?: BodyInput | null;
  readonly signal?: AbortSignal;
  /** The signing name, as `s3`. Read off the host if absent. */
  readonly service?: string;
  /** Read off the host if absent. */
  readonly region?: string;
}

const REFUSALS = new Set([400, 401, 403]);
const MAX_BODY_LENGTH = 65_536;

/** AWS's words for credentials that were good once: rest-json and query services, S3, and those in between. */
const EXPIRED = /\b(ExpiredToken|ExpiredTokenException|TokenRefreshRequired|RequestExpired)\b/;

/**
 * Signs a request and sends it, once more with new credentials if AWS says that theirs have expired. The answer is
 * `fetch`'s own, whatever its status. Throws `CONFIGURATION` for a host that does not tell its service, and for a stream
 * to a service that needs its hash; network errors are `fetch`'s.
 */
export async function signedFetch(
  url: string,
  init: SignedFetchInit,
  credentials: RefreshingProvider,
  ports: Ports,
): Promise<Response> {
  const host = hostOf(url, init);
  const read = await readRequestBody(init.body);
  const current = await credentials(init.signal && { signal: init.signal });
  const response = await send(url, init, read, host, current, ports);
  if (read.stream || !(await isExpiredTokenAnswer(response))) return response;
  await response.body?.cancel();
  await credentials.invalidate(current);
  return send(url, init, read, host, await credentials(init.signal && { signal: init.signal }), ports);
}

async function send(
  url: string,
  { method = "GET", headers, signal }: SignedFetchInit,
  read: ReadBody,
  { service, region }: AwsHost,
  credentials: AwsCredentials,
  ports: Ports,
): Promise<Response> {
  const { fetch, digest, now } = ports;
  const prepared = new Headers(headers);
  if (read.contentType && !prepared.has("content-type")) prepared.set("content-type", read.contentType);
  await statePayloadHash(prepared, read, service, ports);
  const { body, stream } = read;
  const request = { method, url, headers: prepared, ...(body !== undefined && { body }) };
  const signed = await signHeaders(request, { credentials, service, region, nowMs: now(), digest });
  const init: FetchInit = {
    method: signed.method,
    headers: signed.headers,
    redirect: "manual",
    ...(body !== undefined && { body }),
    ...(stream && { body: stream, duplex: "half" }),
    signal: signal ?? new AbortController().signal,
  };
  return fetch(signed.url, init);
}

/** S3 wants the body's hash as a header, and takes a stream without one. Others want the hash in the signature alone. */
async function statePayloadHash(
  headers: Headers,
  read: ReadBody,
  service: string,
  { digest }: Ports,
): Promise<void> {
  const name = "x-amz-content-sha256";
  if (headers.has(name)) return;
  if (read.stream && service !== "s3") {
    throw new ConfigurationError({
      setting: "body",
      message: `a stream cannot be signed for ${service}: pass its bytes, or state ${name} yourself`,
    });
  }
  if (read.stream) headers.set(name, UNSIGNED_PAYLOAD);
  else if (service === "s3") headers.set(name, await digest.sha256Hex(read.body ?? ""));
}

/** Reads a body into memory of its own where that is possible: SigV4 signs a hash of it. Streams stay as they are. */
async function readRequestBody(body: BodyInput | null | undefined): Promise<ReadBody> {
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

/** Whether AWS refused a request because its credentials have expired. Leaves the answer readable. */
export async function isExpiredTokenAnswer(response: Response): Promise<boolean> {
  if (!REFUSALS.has(response.status)) return false;
  if (EXPIRED.test(response.headers.get("x-amzn-errortype") ?? "")) return true;
  if (Number(response.headers.get("content-length") ?? 0) > MAX_BODY_LENGTH) return false;
  return EXPIRED.test(await response.clone().text());
}
