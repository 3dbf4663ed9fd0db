import { type AwsCredentials, makeCredentials } from "../../../aws/credentials.ts";
import { isText, type ResponseContext, typeName } from "../../../aws/decode.ts";
import { toDate } from "../../../aws/timestamp.ts";
import { InvalidResponseError } from "../../../errors/call-errors.ts";

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
