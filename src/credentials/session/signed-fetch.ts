import { digestOf } from "../../digest.ts";
import { wholeNumber } from "../../errors/settings.ts";
import { withRetries } from "../../http/retry.ts";
import { untilAborted } from "../../lib/deadline.ts";
import { type Delivery, deliver } from "./deliver.ts";
import { type FetchInput, type FetchRequest, readFetchRequest } from "./fetch-request.ts";
import { addressOf } from "./request-address.ts";
import { describeBody, type ReadBody } from "./request-body.ts";
import type { SigningSession } from "./signing-session.ts";

/** The second argument of `fetch`, with what a signature needs. */
export interface SignedFetchInit extends RequestInit {
  /** The service's signing name, for example `s3`. Default: read from the host. */
  readonly service?: string | undefined;
  /** The region to sign for, for example `us-west-2`. Default: read from the host, else the session's. */
  readonly region?: string | undefined;
  /**
   * How often to send the request again after a network failure, a throttle or a status of 500, 502, 503 or 504. Counts for
   * every method, so state it only if the request may be repeated. A stream is never repeated. Default: the session's.
   */
  readonly retries?: number | undefined;
}

/** Methods that AWS may receive twice: a second request changes nothing more (RFC 9110 section 9.2.2). */
const REPEATABLE = new Set(["DELETE", "GET", "HEAD", "OPTIONS", "PUT"]);

/**
 * Signs a request and sends it, with the arguments of `fetch`. Returns the response whatever its status; a redirect too, because
 * the signature is for one host. Sends the request once more if AWS answers that the credentials have expired (then with new
 * ones) or that the clock is wrong (then with AWS's time). Rejects with the reason of an aborted signal, with `NETWORK` if no
 * response arrived, and with `CONFIGURATION` if the host does not name its service, and for a stream to a service that needs
 * the hash of the body.
 */
export async function signedFetch(
  input: FetchInput,
  { service, region, retries, ...init }: SignedFetchInit,
  session: SigningSession,
): Promise<Response> {
  const request = readFetchRequest(input, init);
  const { signal } = request;
  try {
    signal?.throwIfAborted();
    const address = addressOf(request.url, { service, region }, session.client);
    const reading = request.readBody();
    const body = await (signal ? untilAborted(reading, signal) : reading);
    const digest = digestOf(session.client.ports);
    await describeBody(request.headers, body, { service: address.service, digest });
    const maxAttempts = 1 + allowedRetries({ request, body, retries, session });
    return await sendWithRetries({ request, address, body, session, attempts: 0 }, maxAttempts);
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}

interface RetryChoice {
  readonly request: FetchRequest;
  readonly body: ReadBody;
  readonly retries: number | undefined;
  readonly session: SigningSession;
}

function allowedRetries({ request, body, retries, session }: RetryChoice): number {
  const stated = retries === undefined ? undefined : wholeNumber("retries", retries, 0);
  if (body.stream) return 0;
  return stated ?? (REPEATABLE.has(request.method) ? session.retries : 0);
}

/** Repeats the request after responses that ask for it. Returns the last of them if no attempt is left. */
async function sendWithRetries(delivery: Delivery, maxAttempts: number): Promise<Response> {
  const { ports, quota, emit } = delivery.session.client;
  const { signal, method } = delivery.request;
  let refused: Response | undefined;
  const run = async (): Promise<Response> => {
    const { response, failure } = await deliver(delivery);
    if (!failure?.retryable) return response;
    refused = response;
    throw failure;
  };
  try {
    return await withRetries(run, {
      ports,
      quota,
      maxAttempts,
      signal,
      onRetry: (error, _attempt, delayMs) => {
        refused?.body?.cancel().catch(() => undefined);
        refused = undefined;
        const { service } = delivery.address;
        emit({ type: "retry", service, operation: method, attempt: delivery.attempts, delayMs, error });
      },
    });
  } catch (error) {
    if (refused) return refused;
    throw error;
  }
}
