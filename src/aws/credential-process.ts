import { type AwsCredentials, makeCredentials } from "./credentials.ts";
import { FILLED_TEXT } from "./names.ts";
import type { ObjectShape } from "./shape.ts";
import { TIME } from "./timestamp.ts";

/** The only version of the format that AWS SDKs accept. */
const VERSION = 1;

/** Credentials as a `credential_process` prints them. */
export interface ProcessOutput {
  readonly Version: typeof VERSION;
  readonly AccessKeyId: string;
  readonly SecretAccessKey: string;
  readonly SessionToken?: string;
  readonly Expiration?: Date;
  readonly AccountId?: string;
}

/** What a `credential_process` prints. */
export const PROCESS_OUTPUT: ObjectShape<ProcessOutput> = {
  required: {
    Version: { expected: `${VERSION}`, convert: (version) => (version === VERSION ? VERSION : undefined) },
    AccessKeyId: FILLED_TEXT,
    SecretAccessKey: FILLED_TEXT,
  },
  optional: { SessionToken: FILLED_TEXT, Expiration: TIME, AccountId: FILLED_TEXT },
};

/** Makes credentials of what a `credential_process` printed. */
export function toCredentials(output: ProcessOutput): AwsCredentials {
  return makeCredentials({
    accessKeyId: output.AccessKeyId,
    secretAccessKey: output.SecretAccessKey,
    sessionToken: output.SessionToken,
    expiration: output.Expiration,
    accountId: output.AccountId,
  });
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
