import { type AwsCredentials, makeCredentials } from "../../../aws/credentials.ts";
import { isText, type ResponseContext, typeName } from "../../../aws/decode.ts";
import { toDate } from "../../../aws/timestamp.ts";
import { type CallContext, InvalidResponseError, ServiceError } from "../../../errors/call-errors.ts";
import { readRestJsonError } from "../../../http/protocols/rest-json.ts";
import { retryAfterMs } from "../../../http/response-headers.ts";
import type { Answer } from "../../../http/send-once.ts";
import { redact } from "../../../lib/redact.ts";

/** `[request-id]: (Code): message, fault: client`, as the EKS Pod Identity Agent passes on what EKS Auth said. */
const AGENT_ERROR = /^\[([^\]]*)\]: \((\w+)\): ([\s\S]*?)(?:, fault: \w+)?$/;

/** What was asked of the endpoint. */
export interface ContainerCall {
  readonly context: CallContext;
  readonly nowMs: number;
  readonly secrets: readonly string[];
}

/** Makes an error of an answer other than 200: the agent's in plain text, ECS's and others' in JSON. */
export function toContainerError(answer: Answer, { context, nowMs, secrets }: ContainerCall): ServiceError {
  const { status, headers } = answer;
  const [, agentRequestId, agentCode, agentMessage] = AGENT_ERROR.exec(answer.body.trim()) ?? [];
  const other = readRestJsonError(answer);
  const said = {
    awsCode: agentCode ?? other.awsCode,
    awsMessage: agentMessage ?? other.awsMessage,
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
 * Reads the credentials that a container endpoint answers with (ECS, the EKS Pod Identity Agent). All four members are
 * required: an endpoint's error page must never pass for credentials. Throws `InvalidResponseError`. Read without a schema,
 * so that the lightest use of podkey carries no schema library.
 */
export function decodeContainerCredentials(
  body: Readonly<Record<string, unknown>>,
  context: ResponseContext,
): AwsCredentials {
  const { AccessKeyId, SecretAccessKey, Token, AccountId } = body;
  const expiration = toDate(body["Expiration"]);
  const unusable = (path: string, expected: string): InvalidResponseError => {
    return new InvalidResponseError({ ...context, path, expected, seen: typeName(body[path]) });
  };
  if (!isText(AccessKeyId)) throw unusable("AccessKeyId", "text");
  if (!isText(SecretAccessKey)) throw unusable("SecretAccessKey", "text");
  if (!isText(Token)) throw unusable("Token", "text");
  if (!expiration) throw unusable("Expiration", "an RFC 3339 time");
  if (AccountId !== undefined && !isText(AccountId)) throw unusable("AccountId", "text");
  return makeCredentials({
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: Token,
    expiration,
    accountId: AccountId,
  });
}

/** Writes credentials as a container endpoint does. The result holds the secrets in the clear. */
export function encodeContainerCredentials(credentials: AwsCredentials): Record<string, string> {
  return {
    AccessKeyId: credentials.accessKeyId,
    SecretAccessKey: credentials.secretAccessKey,
    ...(credentials.sessionToken !== undefined && { Token: credentials.sessionToken }),
    ...(credentials.accountId !== undefined && { AccountId: credentials.accountId }),
    ...(credentials.expiration && { Expiration: credentials.expiration.toISOString() }),
  };
}
