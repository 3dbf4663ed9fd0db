import type { AwsCredentials } from "../../aws/credentials.ts";
import { ConfigurationError } from "../../errors/errors.ts";
import type { Bytes } from "../../lib/bytes.ts";
import type { FetchInit, HeadersInput, Ports } from "../../ports.ts";
import { type AwsHost, hostOf } from "../../signing/service-of-host.ts";
import { signHeaders, UNSIGNED_PAYLOAD } from "../../signing/sigv4.ts";
import type { RefreshingProvider } from "../refresh/refresh.ts";

/** A request body, as `fetch` takes it. */
export type BodyInput =
  | string
  | ArrayBuffer
  | ArrayBufferView
  | URLSearchParams
  | Blob
  | FormData
  | ReadableStream<Uint8Array>;

/** A body in memory that can be hashed and sent twice, or a stream that can be sent once. */
interface ReadBody {
  readonly body?: string | Bytes;
  readonly stream?: ReadableStream<Uint8Array>;
  /** The content type that `fetch` sets for this kind of body. */
  readonly contentType?: string;
}

/** A request to any AWS service, as `fetch` takes it. */
export interface SignedFetchInit {
  /** The HTTP method, in any case. Default: `GET`. */
  readonly method?: string;
  /** Headers to send. Default: none. */
  readonly headers?: HeadersInput;
  /** The body. Default: none. A stream is sent only once, and is not signed. */
  readonly body?: BodyInput | null;
  /** Ends the request. `fetch` rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** The service's signing name, for example `s3`. Default: read from the host. */
  readonly service?: string;
  /** The region to sign for, for example `us-west-2`. Default: read from the host. */
  readonly region?: string;
}

/** A request that is sent once, or a second time with newer credentials. */
interface PreparedRequest {
  readonly url: string;
  readonly init: SignedFetchInit;
  readonly read: ReadBody;
  readonly host: AwsHost;
}

const REFUSALS = new Set([400, 401, 403]);
const MAX_BODY_LENGTH = 65_536;

/** AWS's error codes for expired credentials. */
const EXPIRED = /\b(ExpiredToken|ExpiredTokenException|TokenRefreshRequired|RequestExpired)\b/;

/**
 * Signs a request and sends it. If AWS answers that the credentials have expired, sends it once more with new ones. Returns
 * the response of `fetch` whatever its status, and rejects with the network errors of `fetch`. Throws `CONFIGURATION` if
 * the host does not name its service, and for a stream to a service that needs the hash of the body.
 */
export async function signedFetch(
  url: string,
  init: SignedFetchInit,
  credentials: RefreshingProvider,
  ports: Ports,
): Promise<Response> {
  const host = hostOf(url, init);
  const request = { url, init, host, read: await readRequestBody(init.body) };
  const current = await credentials(init.signal && { signal: init.signal });
  const response = await send(request, current, ports);
  if (request.read.stream || !(await isExpiredTokenAnswer(response))) return response;
  await response.body?.cancel();
  await credentials.invalidate(current);
  return send(request, await credentials(init.signal && { signal: init.signal }), ports);
}

async function send(
  { url, init, read, host: { service, region } }: PreparedRequest,
  credentials: AwsCredentials,
  ports: Ports,
): Promise<Response> {
  const { method = "GET", headers, signal } = init;
  const { fetch, digest, now } = ports;
  const prepared = new Headers(headers);
  if (read.contentType && !prepared.has("content-type")) prepared.set("content-type", read.contentType);
  await statePayloadHash(prepared, read, service, ports);
  const { body, stream } = read;
  const request = { method, url, headers: prepared, ...(body !== undefined && { body }) };
  const signed = await signHeaders(request, { credentials, service, region, nowMs: now(), digest });
  const outgoing: FetchInit = {
    method: signed.method,
    headers: signed.headers,
    redirect: "manual",
    ...(body !== undefined && { body }),
    ...(stream && { body: stream, duplex: "half" }),
    signal: signal ?? new AbortController().signal,
  };
  return fetch(signed.url, outgoing);
}

/** Sets the header with the body's hash, which only S3 requires. S3 alone takes a stream without a hash. */
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

/** Copies a body into memory, because SigV4 signs its hash and a retry sends it again. Streams stay as they are. */
async function readRequestBody(body: BodyInput | null | undefined): Promise<ReadBody> {
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

/** Whether AWS refused a request because its credentials have expired. Leaves the response readable. */
export async function isExpiredTokenAnswer(response: Response): Promise<boolean> {
  if (!REFUSALS.has(response.status)) return false;
  if (EXPIRED.test(response.headers.get("x-amzn-errortype") ?? "")) return true;
  if (Number(response.headers.get("content-length") ?? 0) > MAX_BODY_LENGTH) return false;
  return EXPIRED.test(await response.clone().text());
}
