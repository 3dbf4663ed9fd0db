import * as v from "valibot";
import { type AwsCredentials, makeCredentials } from "./credentials.ts";
import { parseResponse, type ResponseContext } from "./parse.ts";
import { timestamp } from "./timestamp.ts";

const text = v.pipe(v.string(), v.nonEmpty("text that is not empty"));

const response = v.looseObject({
  AccessKeyId: text,
  SecretAccessKey: text,
  Token: text,
  Expiration: timestamp,
  AccountId: v.exactOptional(v.string()),
});

/**
 * Reads the credentials that a container endpoint answers with (ECS, the EKS Pod Identity Agent). All four
 * members are required: an endpoint's error page must never pass for credentials. Throws `InvalidResponseError`.
 */
export function decodeContainerCredentials(body: unknown, context: ResponseContext): AwsCredentials {
  const { AccessKeyId, SecretAccessKey, Token, Expiration, AccountId } = parseResponse(
    response,
    body,
    context,
  );
  return makeCredentials({
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: Token,
    expiration: Expiration,
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
