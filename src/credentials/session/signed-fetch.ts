import type { AwsCredentials } from "../../aws/credentials.ts";
import { ConfigurationError } from "../../errors/errors.ts";
import { type Clock, correctClock } from "../../http/clock-skew.ts";
import type { Bytes } from "../../lib/bytes.ts";
import type { FetchInit, HeadersInput, Ports } from "../../ports.ts";
import { type AwsHost, serviceOfHost } from "../../signing/service-of-host.ts";
import { signHeaders, UNSIGNED_PAYLOAD } from "../../signing/sigv4.ts";
import type { RefreshingProvider } from "../refresh/refresh.ts";
import { readRefusal } from "./read-refusal.ts";

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

/** What the signed requests of a session share. */
export interface SigningSession {
  readonly credentials: RefreshingProvider;
  /** Corrected by any request of the session, and used by all. */
  readonly clock: Clock;
  readonly ports: Ports;
}

/** AWS's error codes for expired credentials. EC2 says `RequestExpired`, which elsewhere means a wrong clock. */
const EXPIRED = new Set(["ExpiredToken", "ExpiredTokenException", "RequestExpired", "TokenRefreshRequired"]);

/**
 * Signs a request and sends it. Sends it once more if AWS answers that the credentials have expired (then with new ones) or
 * that the clock is wrong (then with the same ones and AWS's time). Returns the response of `fetch` whatever its status, and
 * rejects with the network errors of `fetch`. Throws `CONFIGURATION` if the host does not name its service, and for a stream
 * to a service that needs the hash of the body.
 */
export async function signedFetch(
  url: string,
  init: SignedFetchInit,
  session: SigningSession,
): Promise<Response> {
  const host = serviceOfHost(url, init);
  const request = { url, init, host, read: await readRequestBody(init.body) };
  const { credentials } = session;
  const current = await credentials(init.signal && { signal: init.signal });
  const signedOffsetMs = session.clock.offsetMs;
  const response = await send(request, current, session);
  if (request.read.stream) return response;
  const refusal = await readRefusal(response, session.ports);
  if (!refusal) return response;
  const { headers } = response;
  const nowMs = session.ports.now();
  const isCorrected = correctClock(session.clock, { ...refusal, headers, nowMs, signedOffsetMs });
  if (!isCorrected && !EXPIRED.has(refusal.awsCode)) return response;
  response.body?.cancel().catch(() => undefined);
  if (isCorrected) return send(request, current, session);
  await credentials.invalidate(current);
  return send(request, await credentials(init.signal && { signal: init.signal }), session);
}

async function send(
  { url, init, read, host: { service, region } }: PreparedRequest,
  credentials: AwsCredentials,
  { ports, clock }: SigningSession,
): Promise<Response> {
  const { method = "GET", headers, signal } = init;
  const { fetch, digest, now } = ports;
  const prepared = new Headers(headers);
  if (read.contentType && !prepared.has("content-type")) prepared.set("content-type", read.contentType);
  await statePayloadHash(prepared, read, service, ports);
  const { body, stream } = read;
  const request = { method, url, headers: prepared, ...(body !== undefined && { body }) };
  const nowMs = now() + clock.offsetMs;
  const signed = await signHeaders(request, { credentials, service, region, nowMs, digest });
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
