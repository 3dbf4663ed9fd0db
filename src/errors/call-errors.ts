import type { AwsErrorCode } from "./aws-error-codes.ts";
import { PodkeyError } from "./errors.ts";

/** Which call an error belongs to. */
export interface CallContext {
  /** `eks`, `eks-auth`, `sts`, `container-credentials` or `instance-metadata`. */
  readonly service: string;
  /** AWS's name of the operation, as `CreatePodIdentityAssociation`. */
  readonly operation: string;
}

/** What AWS said when it refused a call. */
export interface ServiceErrorFacts extends CallContext {
  readonly status: number;
  readonly awsCode: string;
  readonly awsMessage: string;
  readonly retryable: boolean;
  readonly requestId?: string | undefined;
  readonly retryAfterMs?: number | undefined;
  /** Members that AWS models on the error beside its message, as `clusterName`. */
  readonly members?: Readonly<Record<string, unknown>> | undefined;
}

/** A proxy's page, or a canonical request that AWS quotes, is longer than anybody reads. */
const MAX_MESSAGE_LENGTH = 500;

/** The base of the errors of a call. */
export abstract class CallError extends PodkeyError {
  readonly service: string;
  readonly operation: string;

  constructor(context: CallContext, problem: string, cause?: unknown) {
    super(`${context.service} ${context.operation} ${problem}`, cause);
    this.service = context.service;
    this.operation = context.operation;
  }
}

/** AWS answered with an error. `awsCode` narrows in a `switch`; see `AwsErrorCode`. */
export class ServiceError extends CallError {
  readonly code = "SERVICE";
  readonly status: number;
  readonly awsCode: AwsErrorCode;
  readonly awsMessage: string;
  override readonly retryable: boolean;
  readonly requestId: string | undefined;
  readonly retryAfterMs: number | undefined;
  readonly members: Readonly<Record<string, unknown>>;

  constructor(facts: ServiceErrorFacts, cause?: unknown) {
    const awsMessage = facts.awsMessage.replaceAll(/\s+/g, " ").trim().slice(0, MAX_MESSAGE_LENGTH);
    const requestId = facts.requestId === undefined ? "" : ` (request id ${facts.requestId})`;
    super(
      facts,
      `answered ${facts.status} ${facts.awsCode}: ${awsMessage || "no message"}${requestId}`,
      cause,
    );
    this.name = "ServiceError";
    this.status = facts.status;
    this.awsCode = facts.awsCode as AwsErrorCode;
    this.awsMessage = awsMessage;
    this.retryable = facts.retryable;
    this.requestId = facts.requestId;
    this.retryAfterMs = facts.retryAfterMs;
    this.members = facts.members ?? {};
  }
}

/** An answer arrived that is not what the operation promises. `path` and `expected` say where and what. */
export class InvalidResponseError extends CallError {
  readonly code = "INVALID_RESPONSE";
  readonly path: string;
  readonly expected: string;
  readonly status: number | undefined;
  readonly requestId: string | undefined;

  constructor(
    facts: CallContext & {
      path: string;
      expected: string;
      seen: string;
      status?: number | undefined;
      requestId?: string | undefined;
    },
  ) {
    super(
      facts,
      `answered with something unusable: ${facts.path} should be ${facts.expected}, got ${facts.seen}`,
    );
    this.name = "InvalidResponseError";
    this.path = facts.path;
    this.expected = facts.expected;
    this.status = facts.status;
    this.requestId = facts.requestId;
  }
}

/** The request did not reach AWS, or its answer did not come back. `cause` is the runtime's own error. */
export class NetworkError extends CallError {
  readonly code = "NETWORK";
  override readonly retryable: boolean;
  /** The runtime's name of the failure where it gives one, as `ECONNREFUSED` or `UND_ERR_SOCKET`. */
  readonly networkCode: string | undefined;

  constructor(
    facts: CallContext & {
      host: string;
      networkCode?: string | undefined;
      retryable: boolean;
      hint?: string | undefined;
      cause?: unknown;
    },
  ) {
    const seen = facts.networkCode ?? "the connection failed";
    super(facts, `could not reach ${facts.host}: ${seen}${facts.hint ? `; ${facts.hint}` : ""}`, facts.cause);
    this.name = "NetworkError";
    this.retryable = facts.retryable;
    this.networkCode = facts.networkCode;
  }
}

/** No complete answer came in time. `timeoutMs` is the limit that passed. */
export class TimeoutError extends CallError {
  readonly code = "TIMEOUT";
  override readonly retryable: boolean = true;
  readonly timeoutMs: number;

  constructor(facts: CallContext & { host: string; timeoutMs: number; hint?: string | undefined }) {
    super(
      facts,
      `got no answer from ${facts.host} within ${facts.timeoutMs} ms${facts.hint ? `; ${facts.hint}` : ""}`,
    );
    this.name = "TimeoutError";
    this.timeoutMs = facts.timeoutMs;
  }
}

/** The caller's signal ended the call. Named `AbortError` as the web platform does; `cause` is the reason. */
export class AbortedError extends CallError {
  readonly code = "ABORTED";

  constructor(facts: CallContext & { cause?: unknown }) {
    super(facts, "was aborted by its caller", facts.cause);
    this.name = "AbortError";
  }
}
