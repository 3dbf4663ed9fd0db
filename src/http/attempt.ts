import { askProvider } from "../aws/ask-provider.ts";
import type { AwsCredentials } from "../aws/credentials.ts";
import type { ResponseContext } from "../aws/decode.ts";
import { type CallContext, ServiceError } from "../errors/call-errors.ts";
import { positiveMs } from "../errors/settings.ts";
import { untilAborted } from "../lib/deadline.ts";
import { redact } from "../lib/redact.ts";
import type { OutgoingRequest } from "../ports.ts";
import type { signHeaders } from "../signing/sigv4.ts";
import type { Client } from "./client.ts";
import { correctClock } from "./clock-skew.ts";
import { type Endpoint, resolveEndpoint, type ServiceId } from "./endpoint.ts";
import { requestIdOf, retryAfterMs } from "./response-headers.ts";
import { isRetryable } from "./retry.ts";
import { type Answer, sendOnce, throwIfAborted } from "./send-once.ts";

/** What a caller may set for one call. */
export interface CallOptions {
  readonly signal?: AbortSignal;
  /** How long one attempt may take, in place of the client's. */
  readonly timeoutMs?: number;
}

/** A successful answer and the facts that a complaint about it needs. */
export interface CallResult {
  readonly answer: Answer;
  readonly context: ResponseContext;
}

const MAX_BODY_BYTES = 2 ** 20;

/** Signs and sends an operation once, with the time and credentials of the moment. Throws what AWS answers. */
export async function attemptOnce(
  client: Client,
  operation: Operation,
  options: CallOptions,
): Promise<CallResult> {
  const { ports, clock } = client;
  const { service, name, sign } = operation;
  const { signal } = options;
  const timeoutMs = positiveMs("timeoutMs", options.timeoutMs ?? client.timeoutMs);
  const endpoint = resolveEndpoint(service, client.endpoint, ports.env);
  const credentials = sign ? await credentialsOf(client, signal, { service, operation: name }) : undefined;
  const signedOffsetMs = clock.offsetMs;
  const request = await toRequest(operation, endpoint, client, credentials);
  const context = { service, operation: name };
  const answer = await sendOnce(request, { ports, context, timeoutMs, maxBodyBytes: MAX_BODY_BYTES, signal });
  const { status, headers } = answer;
  if (status < 300) return { answer, context: { ...context, status, requestId: requestIdOf(headers) } };
  const secrets = [credentials?.secretAccessKey, credentials?.sessionToken, ...(operation.secrets ?? [])];
  const wire = redact(operation.readError(answer), secrets);
  const nowMs = ports.now();
  const isCorrected = sign !== undefined && correctClock(clock, { ...wire, headers, nowMs, signedOffsetMs });
  throw new ServiceError({
    ...context,
    ...wire,
    status,
    retryable: isCorrected || isRetryable(status, wire.awsCode) || isRetryableCode(operation, wire.awsCode),
    retryAfterMs: retryAfterMs(headers, nowMs),
  });
}

/** A provider of the user may pay no heed to the signal; the call must end all the same. */
async function credentialsOf(
  { credentials }: Client,
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
  { ports, clock }: Client,
  credentials: AwsCredentials | undefined,
): Promise<OutgoingRequest> {
  const request = { method, url: endpoint.url + path, headers, ...(body !== undefined && { body }) };
  if (!sign || !credentials) return request;
  const nowMs = ports.now() + clock.offsetMs;
  return sign(request, { credentials, service, region: endpoint.region, nowMs, digest: ports.digest });
}

/** An operation on the wire, before it has a host and a signature. */
export interface Operation {
  readonly service: ServiceId;
  /** AWS's name of the operation, e.g. `CreatePodIdentityAssociation`. */
  readonly name: string;
  readonly method: "GET" | "POST" | "DELETE";
  /** Begins with a slash; labels are percent-encoded, the query is included. */
  readonly path: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  /** Signs the operation; without it nothing is signed. Handed in, so that a bundle of unsigned ones holds no signer. */
  readonly sign?: typeof signHeaders;
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
