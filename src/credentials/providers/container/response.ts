import { type AwsCredentials, makeCredentials } from "../../../aws/credentials.ts";
import { describePage, isText, type ResponseContext, typeName } from "../../../aws/decode.ts";
import { toDate } from "../../../aws/timestamp.ts";
import { InvalidResponseError, ServiceError } from "../../../errors/call-errors.ts";
import { readRestJsonError } from "../../../http/protocols/rest-json.ts";
import { retryAfterMs } from "../../../http/response-headers.ts";
import type { Answer } from "../../../http/send-once.ts";
import { redact } from "../../../lib/redact.ts";

/** `[request-id]: (Code): message, fault: client`: how the EKS Pod Identity Agent passes on an error of EKS Auth. */
const AGENT_ERROR = /^\[([^\]]*)\]: \((\w+)\): ([\s\S]*?)(?:, fault: \w+)?$/;

/** A request to a container endpoint, as far as its error needs it. */
export interface ContainerCall {
  readonly context: ResponseContext;
  /** When the response arrived, in milliseconds since the epoch. */
  readonly nowMs: number;
  /** Texts of the request that must not appear in an error. */
  readonly secrets: readonly (string | undefined)[];
}

/** Turns a response other than 200 into an error. The agent answers in plain text, ECS and others in JSON. */
export function toContainerError(answer: Answer, { context, nowMs, secrets }: ContainerCall): ServiceError {
  const { status, headers } = answer;
  const [, agentRequestId, agentCode, agentMessage] = AGENT_ERROR.exec(answer.body.trim()) ?? [];
  const other = readRestJsonError(answer);
  const said = {
    awsCode: agentCode ?? other.awsCode,
    awsMessage: agentMessage ?? describePage(answer.body, context.url) ?? other.awsMessage,
    requestId: agentRequestId || other.requestId,
  };
  return new ServiceError({
    ...context,
    ...redact(said, secrets),
    status,
    retryable: status === 429 || status >= 500,
    retryAfterMs: retryAfterMs(headers, nowMs),
  });
}

/**
 * Reads the credentials in the response of a container endpoint (ECS, the EKS Pod Identity Agent). All four members are
 * required, so that an error page never passes for credentials. Throws `INVALID_RESPONSE`. Uses no schema, so that a
 * bundle with `fromContainer` alone holds no schema library.
 */
export function decodeContainerCredentials(
  body: Readonly<Record<string, unknown>>,
  context: ResponseContext,
): AwsCredentials {
  const unusable = (path: string, expected: string): InvalidResponseError => {
    return new InvalidResponseError({ ...context, path, expected, seen: typeName(body[path]) });
  };
  const textOf = (path: string): string => {
    const value = body[path];
    if (isText(value)) return value;
    throw unusable(path, "text");
  };
  const credentials = {
    accessKeyId: textOf("AccessKeyId"),
    secretAccessKey: textOf("SecretAccessKey"),
    sessionToken: textOf("Token"),
    expiration: toDate(body["Expiration"]),
    accountId: body["AccountId"] === undefined ? undefined : textOf("AccountId"),
  };
  if (credentials.expiration) return makeCredentials(credentials);
  throw unusable("Expiration", "an RFC 3339 time");
}

/**
 * Writes credentials as a container endpoint sends them. `decodeContainerCredentials` reads them back unchanged, if they have
 * a session token and an expiration. The result prints its secrets.
 */
export function encodeContainerCredentials(credentials: AwsCredentials): Record<string, string> {
  return {
    AccessKeyId: credentials.accessKeyId,
    SecretAccessKey: credentials.secretAccessKey,
    ...(credentials.sessionToken !== undefined && { Token: credentials.sessionToken }),
    ...(credentials.accountId !== undefined && { AccountId: credentials.accountId }),
    ...(credentials.expiration && { Expiration: credentials.expiration.toISOString() }),
  };
}
