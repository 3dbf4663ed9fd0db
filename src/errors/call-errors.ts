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
  /** Whether the service asks for fewer calls. Default: whether the status is 429. */
  readonly throttled?: boolean | undefined;
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

/** The base class of the errors of a call. */
export abstract class CallError extends PodkeyError {
  /** The service, e.g. `eks`, `sts` or `instance-metadata`. */
  declare readonly service: string;
  /** AWS's name of the operation, e.g. `DescribeCluster`. For a session's `fetch`, the HTTP method. */
  declare readonly operation: string;

  constructor({ service, operation }: CallContext, problem: string, cause?: unknown, facts?: object) {
    super(`${service} ${operation} ${problem}`, cause, { service, operation, ...facts });
  }
}

/** AWS returned an error. */
export class ServiceError extends CallError {
  /** Identifies the class. */
  readonly code = "SERVICE";
  /** The HTTP status. */
  declare readonly status: number;
  /** AWS's error code, which a `switch` narrows. `Unknown` if the response has none. */
  declare readonly awsCode: AwsErrorCode;
  /** AWS's message, at most 500 characters. Empty if the response has none. */
  declare readonly awsMessage: string;
  /** Whether the same call may succeed later. */
  declare readonly retryable: boolean;
  /** Whether the service asks for fewer calls: by status 429, or by a throttling code of AWS. */
  declare readonly throttled: boolean;
  /** AWS's id of the request, which its support asks for. Absent if the response has none. */
  declare readonly requestId: string | undefined;
  /** How long the service asks to wait, in milliseconds, at most a minute. Absent if it does not ask. */
  declare readonly retryAfterMs: number | undefined;
  /** Further members of the error response, e.g. `clusterName`. Default: `{}`. */
  declare readonly members: Readonly<Record<string, unknown>>;

  constructor(facts: ServiceErrorFacts, cause?: unknown) {
    const { status, awsCode, retryable, requestId, retryAfterMs, hint } = facts;
    const { throttled = status === 429, members = {} } = facts;
    const awsMessage = facts.awsMessage.replaceAll(/\s+/g, " ").trim().slice(0, MAX_MESSAGE_LENGTH);
    const said = `answered ${status} ${awsCode}: ${awsMessage || "no message"}`;
    const asked = requestId === undefined ? "" : ` (request id ${requestId})`;
    super(facts, `${said}${asked}${thenHint(hint)}`, cause, {
      name: "ServiceError",
      status,
      awsCode,
      awsMessage,
      retryable,
      throttled,
      requestId,
      retryAfterMs,
      members,
    });
  }
}

/** A response does not have the content that the operation promises. */
export class InvalidResponseError extends CallError {
  /** Identifies the class. */
  readonly code = "INVALID_RESPONSE";
  /** The path of the unusable member, e.g. `association.roleArn`, or `the body`. */
  declare readonly path: string;
  /** What should be there, e.g. `string`. */
  declare readonly expected: string;
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
    const { path, expected, seen, status, requestId } = facts;
    const problem = `answered with something unusable: ${path} should be ${expected}, got ${seen}`;
    super(facts, problem, undefined, { name: "InvalidResponseError", path, expected, status, requestId });
  }
}

/** The request did not reach AWS, or the response did not arrive. `cause` is the error of the runtime. */
export class NetworkError extends CallError {
  /** Identifies the class. */
  readonly code = "NETWORK";
  /** Whether the same call may succeed later. Not with faults of the setup, e.g. of a certificate. */
  declare readonly retryable: boolean;
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
    const { networkCode, retryable } = facts;
    const problem = `could not reach ${facts.host}: ${networkCode ?? "the connection failed"}${thenHint(facts.hint)}`;
    super(facts, problem, facts.cause, { name: "NetworkError", retryable, networkCode });
  }
}

/** No complete response arrived in time. */
export class TimeoutError extends CallError {
  /** Identifies the class. */
  readonly code = "TIMEOUT";
  /** Always `true`. */
  declare readonly retryable: true;
  /** The limit that passed, in milliseconds. */
  declare readonly timeoutMs: number;

  constructor(facts: CallContext & { host: string; timeoutMs: number; hint?: string | undefined }) {
    const { timeoutMs } = facts;
    const problem = `got no answer from ${facts.host} within ${timeoutMs} ms${thenHint(facts.hint)}`;
    super(facts, problem, undefined, { name: "TimeoutError", retryable: true, timeoutMs });
  }
}

/** The caller's signal ended the call. Its name is `AbortError`, as on the web; `cause` is the signal's reason. */
export class AbortedError extends CallError {
  /** Identifies the class. */
  readonly code = "ABORTED";

  constructor(facts: CallContext & { cause?: unknown }) {
    super(facts, "was aborted by its caller", facts.cause, { name: "AbortError" });
  }
}

function thenHint(hint: string | undefined): string {
  return hint ? `; ${hint}` : "";
}
