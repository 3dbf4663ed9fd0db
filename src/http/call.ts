import { ServiceError } from "../models/call-errors.ts";
import type { AwsCredentials } from "../models/credentials.ts";
import { PodkeyError } from "../models/errors.ts";
import type { ResponseContext } from "../models/parse.ts";
import { redact } from "../models/redact.ts";
import { signHeaders } from "../signing/sigv4.ts";
import type { Client } from "./client.ts";
import { correctClock } from "./clock-skew.ts";
import { positiveMs } from "./duration.ts";
import { type Endpoint, resolveEndpoint, type ServiceId } from "./endpoint.ts";
import { isRetryable } from "./error-class.ts";
import { requestIdOf } from "./request-id.ts";
import { withRetries } from "./retry.ts";
import { retryAfterMs } from "./retry-after.ts";
import { type Answer, type OutgoingRequest, sendOnce } from "./send-once.ts";

/** What a caller may set for one call. */
export interface CallOptions {
  readonly signal?: AbortSignal;
  /** How long one attempt may take, in place of the client's. */
  readonly timeoutMs?: number;
}

/** An operation on the wire, before it has a host and a signature. */
export interface Operation {
  readonly service: ServiceId;
  readonly operation: string;
  readonly method: "GET" | "POST" | "DELETE";
  /** Begins with a slash; labels are percent-encoded, the query is included. */
  readonly path: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  /** Default true. */
  readonly signed?: boolean;
  /** Values in the body that must not come back in an error's text. */
  readonly secrets?: readonly string[];
  /** Codes that this operation retries though the class of their status would not. */
  readonly retryableCodes?: readonly string[];
  readonly readError: (answer: Answer) => WireError;
}

/** What an error answer says, in the protocol of its service. */
export interface WireError {
  readonly awsCode: string;
  readonly awsMessage: string;
  readonly requestId?: string | undefined;
  readonly members?: Record<string, unknown>;
}

/** A successful answer and the facts that a complaint about it needs. */
export interface CallResult {
  readonly answer: Answer;
  readonly context: ResponseContext;
}

const MAX_BODY_BYTES = 2 ** 20;

/** Signs, sends and retries an operation. Each attempt is signed anew, with the time and credentials of the moment. */
export function call(client: Client, operation: Operation, options: CallOptions = {}): Promise<CallResult> {
  const { ports, quota, maxAttempts } = client;
  const { service, operation: name } = operation;
  return withRetries((attempt) => observedAttempt(client, operation, options, attempt), {
    ports,
    quota,
    maxAttempts,
    signal: options.signal,
    onRetry: (error, attempt, delayMs) => {
      client.emit({ type: "retry", service, operation: name, attempt, delayMs, error });
    },
  });
}

async function observedAttempt(
  client: Client,
  operation: Operation,
  options: CallOptions,
  attempt: number,
): Promise<CallResult> {
  const startedMs = client.ports.now();
  const report = (outcome: {
    status?: number;
    requestId?: string | undefined;
    error?: PodkeyError;
  }): void => {
    const { requestId, ...rest } = outcome;
    client.emit({
      type: "attempt",
      service: operation.service,
      operation: operation.operation,
      attempt,
      durationMs: client.ports.now() - startedMs,
      ...rest,
      ...(requestId !== undefined && { requestId }),
    });
  };
  try {
    const result = await attemptOnce(client, operation, options);
    report({ status: result.answer.status, requestId: result.context.requestId });
    return result;
  } catch (error) {
    if (error instanceof ServiceError) report({ status: error.status, requestId: error.requestId, error });
    else if (error instanceof PodkeyError) report({ error });
    throw error;
  }
}

async function attemptOnce(client: Client, operation: Operation, options: CallOptions): Promise<CallResult> {
  const { ports, clock } = client;
  const { service, operation: name, signed = true } = operation;
  const { signal } = options;
  const timeoutMs = positiveMs("timeoutMs", options.timeoutMs ?? client.timeoutMs);
  const endpoint = resolveEndpoint(service, client.endpoint, ports.env);
  const credentials = signed ? await client.credentials(signal && { signal }) : undefined;
  const signedOffsetMs = clock.offsetMs;
  const request = await toRequest(operation, endpoint, client, credentials);
  const context = { service, operation: name };
  const answer = await sendOnce(request, { ports, context, timeoutMs, maxBodyBytes: MAX_BODY_BYTES, signal });
  const { status, headers } = answer;
  if (status < 300) return { answer, context: { ...context, status, requestId: requestIdOf(headers) } };
  const secrets = [credentials?.secretAccessKey, credentials?.sessionToken, ...(operation.secrets ?? [])];
  const wire = redact(operation.readError(answer), secrets);
  const nowMs = ports.now();
  const isCorrected = signed && correctClock(clock, { ...wire, headers, nowMs, signedOffsetMs });
  throw new ServiceError({
    ...context,
    ...wire,
    status,
    retryable: isCorrected || isRetryable(status, wire.awsCode) || isRetryableCode(operation, wire.awsCode),
    retryAfterMs: retryAfterMs(headers, nowMs),
  });
}

function isRetryableCode({ retryableCodes = [] }: Operation, awsCode: string): boolean {
  return retryableCodes.includes(awsCode);
}

async function toRequest(
  { method, path, headers = {}, body, service }: Operation,
  endpoint: Endpoint,
  { ports, clock }: Client,
  credentials: AwsCredentials | undefined,
): Promise<OutgoingRequest> {
  const request = { method, url: endpoint.url + path, headers, ...(body !== undefined && { body }) };
  if (!credentials) return request;
  const nowMs = ports.now() + clock.offsetMs;
  return signHeaders(request, { credentials, service, region: endpoint.region, nowMs, digest: ports.digest });
}
