import type { AwsErrorCode } from "./aws-error-codes.ts";
import { PodkeyError } from "./errors.ts";

/** The call that an error belongs to. */
export interface CallContext {
  /** The service, e.g. `eks`, `eks-auth`, `sts`, `container-credentials` or `instance-metadata`. */
  readonly service: string;
  /** AWS's name of the operation, e.g. `CreatePodIdentityAssociation`. */
  readonly operation: string;
}

/** The content of an error response of AWS. */
export interface ServiceErrorFacts extends CallContext {
  /** The HTTP status. */
  readonly status: number;
  /** AWS's error code, e.g. `ThrottlingException`. `Unknown` if the response has none. */
  readonly awsCode: string;
  /** AWS's message. Empty if the response has none. */
  readonly awsMessage: string;
  /** Whether the same call may succeed later. */
  readonly retryable: boolean;
  /** AWS's id of the request. */
  readonly requestId?: string | undefined;
  /** How long the service asks to wait, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
  /** Further members of the error response, e.g. `clusterName`. Default: none. */
  readonly members?: Readonly<Record<string, unknown>> | undefined;
  /** What to do, for the end of the message. Default: none. */
  readonly hint?: string | undefined;
}

/** Cuts off the page of a proxy, or a canonical request that AWS quotes. */
const MAX_MESSAGE_LENGTH = 500;

// A `declare`d member is absent if it says nothing, so that a printed error has no `requestId: undefined`.

/** The base class of the errors of a call. */
export abstract class CallError extends PodkeyError {
  /** The service, e.g. `eks`, `sts` or `instance-metadata`. */
  readonly service: string;
  /** AWS's name of the operation, e.g. `DescribeCluster`. For a session's `fetch`, the HTTP method. */
  readonly operation: string;

  constructor(context: CallContext, problem: string, cause?: unknown) {
    super(`${context.service} ${context.operation} ${problem}`, cause);
    this.service = context.service;
    this.operation = context.operation;
  }
}

/** AWS returned an error. */
export class ServiceError extends CallError {
  /** Identifies the class. */
  readonly code = "SERVICE";
  /** The HTTP status. */
  readonly status: number;
  /** AWS's error code, which a `switch` narrows. `Unknown` if the response has none. */
  readonly awsCode: AwsErrorCode;
  /** AWS's message, at most 500 characters. Empty if the response has none. */
  readonly awsMessage: string;
  /** Whether the same call may succeed later. */
  override readonly retryable: boolean;
  /** AWS's id of the request, which its support asks for. Absent if the response has none. */
  declare readonly requestId: string | undefined;
  /** How long the service asks to wait, in milliseconds, at most a minute. Absent if it does not ask. */
  declare readonly retryAfterMs: number | undefined;
  /** Further members of the error response, e.g. `clusterName`. Default: `{}`. */
  readonly members: Readonly<Record<string, unknown>>;

  constructor(facts: ServiceErrorFacts, cause?: unknown) {
    const awsMessage = facts.awsMessage.replaceAll(/\s+/g, " ").trim().slice(0, MAX_MESSAGE_LENGTH);
    const { requestId, hint } = facts;
    const said = `answered ${facts.status} ${facts.awsCode}: ${awsMessage || "no message"}`;
    super(
      facts,
      `${said}${requestId === undefined ? "" : ` (request id ${requestId})`}${hint ? `; ${hint}` : ""}`,
      cause,
    );
    this.name = "ServiceError";
    this.status = facts.status;
    this.awsCode = facts.awsCode as AwsErrorCode;
    this.awsMessage = awsMessage;
    this.retryable = facts.retryable;
    if (requestId !== undefined) this.requestId = requestId;
    if (facts.retryAfterMs !== undefined) this.retryAfterMs = facts.retryAfterMs;
    this.members = facts.members ?? {};
  }
}

/** A response does not have the content that the operation promises. */
export class InvalidResponseError extends CallError {
  /** Identifies the class. */
  readonly code = "INVALID_RESPONSE";
  /** The path of the unusable member, e.g. `association.roleArn`, or `the body`. */
  readonly path: string;
  /** What should be there, e.g. `string`. */
  readonly expected: string;
  /** The HTTP status. Absent if the fault is not in a response. */
  declare readonly status: number | undefined;
  /** The id that AWS gave the request. Absent if the response names none. */
  declare readonly requestId: string | undefined;

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
    if (facts.status !== undefined) this.status = facts.status;
    if (facts.requestId !== undefined) this.requestId = facts.requestId;
  }
}

/** The request did not reach AWS, or the response did not arrive. `cause` is the error of the runtime. */
export class NetworkError extends CallError {
  /** Identifies the class. */
  readonly code = "NETWORK";
  /** Whether the same call may succeed later. Not with faults of the setup, e.g. of a certificate. */
  override readonly retryable: boolean;
  /** The runtime's code of the failure, e.g. `ECONNREFUSED` or `UND_ERR_SOCKET`. Absent if it has none. */
  declare readonly networkCode: string | undefined;

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
    if (facts.networkCode !== undefined) this.networkCode = facts.networkCode;
  }
}

/** No complete response arrived in time. */
export class TimeoutError extends CallError {
  /** Identifies the class. */
  readonly code = "TIMEOUT";
  /** Always `true`. */
  override readonly retryable: boolean = true;
  /** The limit that passed, in milliseconds. */
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

/** The caller's signal ended the call. Its name is `AbortError`, as on the web; `cause` is the signal's reason. */
export class AbortedError extends CallError {
  /** Identifies the class. */
  readonly code = "ABORTED";

  constructor(facts: CallContext & { cause?: unknown }) {
    super(facts, "was aborted by its caller", facts.cause);
    this.name = "AbortError";
  }
}
