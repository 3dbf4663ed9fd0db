import { askProvider } from "../aws/ask-provider.ts";
import type { AwsCredentials } from "../aws/credentials.ts";
import { describePage, type ResponseContext } from "../aws/decode.ts";
import { type CallContext, ServiceError } from "../errors/call-errors.ts";
import { positiveMs } from "../errors/settings.ts";
import { untilAborted } from "../lib/deadline.ts";
import { redact } from "../lib/redact.ts";
import type { OutgoingRequest } from "../ports.ts";
import type { signOperation } from "../signing/sign-operation.ts";
import type { ClientParts } from "./client.ts";
import { correctClock } from "./clock-skew.ts";
import { type Endpoint, requireConfidential, resolveEndpoint, type ServiceId } from "./endpoint.ts";
import { requestIdOf, retryAfterMs } from "./response-headers.ts";
import { isRetryable } from "./retry.ts";
import { type Answer, sendOnce, throwIfAborted } from "./send-once.ts";

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
  /** Signs the operation. A bundle of unsigned operations holds no signer. Default: unsigned. */
  readonly sign?: typeof signOperation;
  /** Values in the body that must not travel in the clear, and that an error text must not repeat. Default: none. */
  readonly secrets?: readonly string[];
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
  const { ports, clock } = client;
  const { service, name, sign } = operation;
  const { signal } = options;
  const timeoutMs = positiveMs("timeoutMs", options.timeoutMs ?? client.timeoutMs);
  const endpoint = resolveEndpoint(service, client.endpoint, ports.env);
  if (operation.secrets?.length) requireConfidential(service, endpoint, client.endpoint);
  const context = { service, operation: name };
  const credentials = sign ? await credentialsOf(client, signal, context) : undefined;
  const signedOffsetMs = clock.offsetMs;
  const request = await toRequest(operation, endpoint, client, credentials);
  const answer = await sendOnce(request, { ports, context, timeoutMs, maxBodyBytes: MAX_BODY_BYTES, signal });
  const { status, headers } = answer;
  const response = { ...context, status, requestId: requestIdOf(headers), url: request.url };
  if (status < 300) return { answer, context: response };
  const secrets = [credentials?.secretAccessKey, credentials?.sessionToken, ...(operation.secrets ?? [])];
  const page = describePage(answer.body, request.url);
  const wire = redact({ ...operation.readError(answer), ...(page && { awsMessage: page }) }, secrets);
  const nowMs = ports.now();
  const isCorrected = sign !== undefined && correctClock(clock, { ...wire, headers, nowMs, signedOffsetMs });
  throw new ServiceError({
    ...context,
    ...wire,
    status,
    retryable: isCorrected || isRetryable(status, wire.awsCode) || isRetryableCode(operation, wire.awsCode),
    retryAfterMs: retryAfterMs(headers, nowMs),
    hint: operation.advise?.(wire),
  });
}

/** Gets credentials. The call ends when its signal aborts, even if the user's provider ignores the signal. */
async function credentialsOf(
  { credentials }: ClientParts,
  signal: AbortSignal | undefined,
  context: CallContext,
): Promise<AwsCredentials> {
  throwIfAborted(signal, context);
  if (!signal) return askProvider(credentials);
  try {
    return await untilAborted(askProvider(credentials, { signal }), signal);
  } catch (error) {
    throwIfAborted(signal, context);
    throw error;
  }
}

function isRetryableCode({ retryableCodes = [] }: Operation, awsCode: string): boolean {
  return retryableCodes.includes(awsCode);
}

async function toRequest(
  { method, path, headers = {}, body, service, sign }: Operation,
  endpoint: Endpoint,
  { ports, clock }: ClientParts,
  credentials: AwsCredentials | undefined,
): Promise<OutgoingRequest> {
  const request = { method, url: endpoint.url + path, headers, ...(body !== undefined && { body }) };
  if (!sign || !credentials) return request;
  const nowMs = ports.now() + clock.offsetMs;
  return sign(request, { credentials, service, region: endpoint.region, nowMs, digest: ports.digest });
}
