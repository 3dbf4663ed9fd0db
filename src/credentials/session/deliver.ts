import type { AwsCredentials } from "../../aws/credentials.ts";
import { digestOf } from "../../digest.ts";
import { isPodkeyError } from "../../errors/any-error.ts";
import { ServiceError } from "../../errors/call-errors.ts";
import { throwIfAborted } from "../../http/caller-abort.ts";
import { correctClock } from "../../http/clock-skew.ts";
import { refuseRedirect, toFetchError } from "../../http/fetch-failure.ts";
import { measureAttempt } from "../../http/measure-attempt.ts";
import { requestIdOf, retryAfterMs } from "../../http/response-headers.ts";
import { classify } from "../../http/retryable-codes.ts";
import type { FetchInit } from "../../lib/fetch.ts";
import { redact } from "../../lib/redact.ts";
import { signHeaders } from "../../signing/sign-request.ts";
import type { FetchRequest } from "./fetch-request.ts";
import { readRefusal } from "./read-refusal.ts";
import type { RequestAddress } from "./request-address.ts";
import type { ReadBody } from "./request-body.ts";
import type { SigningSession } from "./signing-session.ts";

/** A request on its way, and how often it was sent. */
export interface Delivery {
  readonly request: FetchRequest;
  readonly address: RequestAddress;
  readonly body: ReadBody;
  readonly session: SigningSession;
  attempts: number;
}

/** A response, and what it says if its status is an error. */
export interface Reply {
  readonly response: Response;
  readonly failure: ServiceError | undefined;
}

/** AWS's error codes for expired credentials. EC2 says `RequestExpired`, which elsewhere means a wrong clock. */
const EXPIRED = new Set(["ExpiredToken", "ExpiredTokenException", "RequestExpired", "TokenRefreshRequired"]);

const FIRST_ERROR_STATUS = 400;
const NOT_MODIFIED = 304;

/**
 * Sends a request. Sends it once more if AWS answers that the credentials have expired (then with new ones) or that the clock
 * is wrong (then with the same ones and AWS's time).
 */
export async function deliver(delivery: Delivery): Promise<Reply> {
  const { request, session, body } = delivery;
  const { credentials, client } = session;
  const { signal } = request;
  signal?.throwIfAborted();
  const asked = signal && { signal };
  const current = await credentials(asked);
  const signedOffsetMs = client.clock.offsetMs;
  const reply = await attempt(delivery, current);
  const { response, failure } = reply;
  if (!failure || body.stream) return reply;
  const { headers } = response;
  const { awsCode, awsMessage } = failure;
  const nowMs = client.ports.now();
  const isCorrected = correctClock(client.clock, { awsCode, awsMessage, headers, nowMs, signedOffsetMs });
  if (!isCorrected && !EXPIRED.has(awsCode)) return reply;
  response.body?.cancel().catch(() => undefined);
  client.emit({
    type: "retry",
    ...contextOf(delivery),
    attempt: delivery.attempts,
    delayMs: 0,
    error: failure,
  });
  if (isCorrected) return attempt(delivery, current);
  await credentials.invalidate(current);
  return attempt(delivery, await credentials(asked));
}

/** Sends a request once and reports it. */
async function attempt(delivery: Delivery, credentials: AwsCredentials): Promise<Reply> {
  delivery.attempts += 1;
  const report = measureAttempt(delivery.session.client, {
    ...contextOf(delivery),
    attempt: delivery.attempts,
  });
  let response: Response;
  try {
    response = await send(delivery, credentials);
  } catch (error) {
    if (isPodkeyError(error)) report({ error });
    throw error;
  }
  const failure = await failureOf(response, delivery, credentials);
  report({ status: response.status, requestId: requestIdOf(response.headers), error: failure });
  return { response, failure };
}

async function send(delivery: Delivery, credentials: AwsCredentials): Promise<Response> {
  const { request, address, session } = delivery;
  const { body, stream } = delivery.body;
  const { ports, clock } = session.client;
  const { service, region, url } = address;
  const { method, rest } = request;
  const unsigned = { method, url, headers: request.headers, ...(body !== undefined && { body }) };
  const nowMs = ports.now() + clock.offsetMs;
  const signed = await signHeaders(unsigned, {
    credentials,
    service,
    region,
    nowMs,
    digest: digestOf(ports),
  });
  const outgoing: FetchInit = {
    ...rest,
    method: signed.method,
    headers: signed.headers,
    redirect: "manual",
    ...(body !== undefined && { body }),
    ...(stream && { body: stream, duplex: "half" }),
    signal: request.signal ?? new AbortController().signal,
  };
  const response = await sendSigned(signed.url, outgoing, delivery);
  if (request.refusesRedirect && response.status !== NOT_MODIFIED)
    await refuseRedirect(response, contextOf(delivery));
  return response;
}

/** Throws `ABORTED` if the caller's signal ended the request, and `NETWORK` if the runtime's `fetch` failed. */
async function sendSigned(url: string, init: FetchInit, delivery: Delivery): Promise<Response> {
  const { fetch } = delivery.session.client.ports;
  const context = contextOf(delivery);
  try {
    return await fetch(url, init);
  } catch (cause) {
    throwIfAborted(delivery.request.signal, context);
    throw isPodkeyError(cause) ? cause : toFetchError(cause, { ...context, url });
  }
}

/**
 * Makes the error that a response with an error status stands for. Leaves the response unread. AWS may quote the session token,
 * so the error's message leaves it out.
 */
async function failureOf(
  response: Response,
  delivery: Delivery,
  { secretAccessKey, sessionToken }: AwsCredentials,
): Promise<ServiceError | undefined> {
  const { status, headers } = response;
  if (status < FIRST_ERROR_STATUS) return undefined;
  const { ports } = delivery.session.client;
  const refusal = delivery.body.stream ? undefined : await readRefusal(response, ports);
  const unknown = { awsCode: "Unknown", awsMessage: "" };
  const { awsCode, awsMessage } = redact(refusal ?? unknown, [secretAccessKey, sessionToken]);
  return new ServiceError({
    ...contextOf(delivery),
    status,
    awsCode,
    awsMessage,
    ...classify(status, awsCode),
    requestId: requestIdOf(headers),
    retryAfterMs: retryAfterMs(headers, ports.now()),
  });
}

function contextOf({ request, address }: Delivery): { service: string; operation: string } {
  return { service: address.service, operation: request.method };
}
