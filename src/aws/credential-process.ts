import * as v from "valibot";
import { type AwsCredentials, makeCredentials } from "./credentials.ts";
import type { Schema } from "./decode.ts";
import { filledText } from "./names.ts";
import { timestamp } from "./timestamp.ts";

/** The only version of the format that AWS SDKs accept. */
const VERSION = 1;

/** The schema of what a `credential_process` prints. */
export function credentialProcessSchema(): Schema<AwsCredentials> {
  const text = filledText();
  return v.pipe(
    v.looseObject({
      Version: v.literal(VERSION),
      AccessKeyId: text,
      SecretAccessKey: text,
      SessionToken: v.exactOptional(text),
      Expiration: v.exactOptional(timestamp()),
      AccountId: v.exactOptional(text),
    }),
    v.transform(({ AccessKeyId, SecretAccessKey, SessionToken, Expiration, AccountId }) =>
      makeCredentials({
        accessKeyId: AccessKeyId,
        secretAccessKey: SecretAccessKey,
        sessionToken: SessionToken,
        expiration: Expiration,
        accountId: AccountId,
      }),
    ),
  );
}

/**
 * Writes credentials as a `credential_process` prints them. `decodeCredentialProcess` reads them back unchanged. The result
 * prints its secrets.
 */
export function encodeCredentialProcess(credentials: AwsCredentials): Record<string, unknown> {
  const { accessKeyId, secretAccessKey, sessionToken, expiration, accountId } = credentials;
  return {
    Version: VERSION,
    AccessKeyId: accessKeyId,
    SecretAccessKey: secretAccessKey,
    ...(sessionToken !== undefined && { SessionToken: sessionToken }),
    ...(expiration && { Expiration: expiration.toISOString() }),
    ...(accountId !== undefined && { AccountId: accountId }),
  };
}
