import type { AwsCredentials } from "../../aws/credentials.ts";
import { ConfigurationError } from "../../errors/errors.ts";
import type { FetchInit, HeadersInput, Ports } from "../../ports.ts";
import { type AwsHost, hostOf } from "../../signing/service-of-host.ts";
import { signHeaders, UNSIGNED_PAYLOAD } from "../../signing/sigv4.ts";
import type { RefreshingProvider } from "../refresh/refresh.ts";
import { isExpiredTokenAnswer } from "./expired-token.ts";
import { type BodyInput, type ReadBody, readRequestBody } from "./request-body.ts";

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
