import { describePage, type ResponseContext } from "../aws/decode.ts";
import { ServiceError } from "../errors/call-errors.ts";
import { positiveMs } from "../errors/settings.ts";
import { redact } from "../lib/redact.ts";
import type { OutgoingRequest } from "../ports.ts";
import type { ClientParts } from "./client.ts";
import type { Secrets } from "./confidential.ts";
import { type Endpoint, resolveEndpoint, type ServiceId } from "./endpoint.ts";
import { requestIdOf, retryAfterMs } from "./response-headers.ts";
import { classify } from "./retryable-codes.ts";
import { type Answer, sendOnce } from "./send-once.ts";
import type { signAttempt } from "./sign-attempt.ts";

/** The settings of one call. */
export interface CallOptions {
  /** Ends the call, which then throws `ABORTED`. Default: none. */
  readonly signal?: AbortSignal;
  /** The longest time for one attempt, in milliseconds. Default: the client's `timeoutMs`. */
  readonly timeoutMs?: number;
}

/** An operation as it is sent, without host and signature. */
export interface Operation {
  readonly service: ServiceId;
  /** AWS's name of the operation, e.g. `CreatePodIdentityAssociation`. */
  readonly name: string;
  readonly method: "GET" | "POST" | "DELETE";
  /** Begins with a slash. Labels are percent-encoded; the query is included. */
  readonly path: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  /** Signs each attempt. A bundle of unsigned operations holds no signer. Default: unsigned. */
  readonly sign?: typeof signAttempt;
  /** Values in the body that must not travel in the clear. Default: none. */
  readonly secrets?: Secrets | undefined;
  /** AWS codes that this operation retries, although their HTTP status would not be retried. Default: none. */
  readonly retryableCodes?: readonly string[];
  /** Reads an error response in the protocol of the service. */
  readonly readError: (answer: Answer) => WireError;
  /** Says what to do about an error response, for its message. Default: nothing. */
  readonly advise?: (error: WireError) => string | undefined;
}

/** What an error response says, in any protocol. */
export interface WireError {
  readonly awsCode: string;
  readonly awsMessage: string;
  readonly requestId?: string | undefined;
  readonly members?: Record<string, unknown>;
}

/** A successful response, and the facts that an error about its content needs. */
export interface CallResult {
  readonly answer: Answer;
  readonly context: ResponseContext;
}

const MAX_BODY_BYTES = 2 ** 20;

/** Signs and sends an operation once. Throws `SERVICE` for an error response. */
export async function attemptOnce(
  client: ClientParts,
  operation: Operation,
  options: CallOptions,
): Promise<CallResult> {
  const { ports } = client;
  const { service, name, sign, secrets } = operation;
  const { signal } = options;
  const timeoutMs = positiveMs("timeoutMs", options.timeoutMs ?? client.timeoutMs);
  const endpoint = resolveEndpoint(service, client.endpoint, ports.env);
  secrets?.requireConfidential(service, endpoint, client.endpoint);
  const context = { service, operation: name };
  const unsigned = toRequest(operation, endpoint);
  const signed = await sign?.(unsigned, { client, context, region: endpoint.region, signal });
  const request = signed?.request ?? unsigned;
  const answer = await sendOnce(request, { ports, context, timeoutMs, maxBodyBytes: MAX_BODY_BYTES, signal });
  const { status, headers } = answer;
  const response = { ...context, status, requestId: requestIdOf(headers), url: request.url };
  if (status < 300) return { answer, context: response };
  const page = describePage(answer.body, request.url);
  const wire = redact({ ...operation.readError(answer), ...(page && { awsMessage: page }) }, [
    ...(signed?.secrets ?? []),
    ...(secrets?.values ?? []),
  ]);
  const nowMs = ports.now();
  const isCorrected = signed?.correctClock({ ...wire, headers, nowMs });
  const { throttled, retryable } = classify(status, wire.awsCode);
  throw new ServiceError({
    ...context,
    ...wire,
    status,
    throttled,
    retryable: Boolean(retryable || isCorrected || operation.retryableCodes?.includes(wire.awsCode)),
    retryAfterMs: retryAfterMs(headers, nowMs),
    hint: operation.advise?.(wire),
  });
}

function toRequest({ method, path, headers = {}, body }: Operation, { url }: Endpoint): OutgoingRequest {
  return { method, url: url + path, headers, ...(body !== undefined && { body }) };
}
