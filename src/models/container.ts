import * as v from "valibot";
import { type AwsCredentials, makeCredentials } from "./credentials.ts";
import { someText } from "./names.ts";
import { parseResponse, type ResponseContext } from "./parse.ts";
import { timestamp } from "./timestamp.ts";

/**
 * Reads the credentials that a container endpoint answers with (ECS, the EKS Pod Identity Agent). All four
 * members are required: an endpoint's error page must never pass for credentials. Throws `InvalidResponseError`.
 */
export function decodeContainerCredentials(body: unknown, context: ResponseContext): AwsCredentials {
  const schema = v.looseObject({
    AccessKeyId: someText(),
    SecretAccessKey: someText(),
    Token: someText(),
    Expiration: timestamp(),
    AccountId: v.exactOptional(v.string()),
  });
  const members = parseResponse(schema, body, context);
  return makeCredentials({
    accessKeyId: members.AccessKeyId,
    secretAccessKey: members.SecretAccessKey,
    sessionToken: members.Token,
    expiration: members.Expiration,
    accountId: members.AccountId,
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
