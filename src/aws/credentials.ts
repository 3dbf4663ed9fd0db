import { CredentialsExpiredError } from "../errors/errors.ts";
import { hideSecrets } from "../lib/redact.ts";

/**
 * AWS credentials, in the shape that the AWS SDK for JavaScript, aws4fetch and Bun's S3 client take.
 * Credentials that podkey hands out print with their secrets redacted.
 */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  /** When they stop working. Absent: they do not expire. */
  readonly expiration?: Date;
  readonly accountId?: string;
}

/** What a caller may ask of a provider. */
export interface CredentialRequest {
  /** Ends the wait of this caller; work that others share goes on. */
  readonly signal?: AbortSignal;
  /** How long the credentials must still live, in milliseconds. A provider that keeps none pays it no heed. */
  readonly minTtlMs?: number;
  /** Asks for new credentials although the current ones are good. */
  readonly forceRefresh?: boolean;
}

/** Answers with credentials. Assignable to `credentials` of the AWS SDK for JavaScript. */
export type CredentialProvider = (request?: CredentialRequest) => Promise<AwsCredentials>;

/**
 * Makes a provider of credentials that do not change. It throws `CREDENTIALS_EXPIRED` once they have expired. A provider stays
 * as it is.
 */
export function toProvider(
  credentials: AwsCredentials | CredentialProvider,
  now: () => number,
): CredentialProvider {
  if (typeof credentials === "function") return credentials;
  return named("static credentials", async () => {
    const { expiration } = credentials;
    if (!(expiration instanceof Date) || !(expiration.getTime() <= now())) return credentials;
    const message = `the given credentials expired at ${expiration.toISOString()}: pass new ones, or a provider that gets them`;
    throw new CredentialsExpiredError({ expiration, message });
  });
}

/** Builds credentials that print redacted and leave out what is undefined. */
export function makeCredentials(parts: {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string | undefined;
  expiration?: Date | undefined;
  accountId?: string | undefined;
}): AwsCredentials {
  const { accessKeyId, secretAccessKey, sessionToken, expiration, accountId } = parts;
  const credentials: AwsCredentials = {
    accessKeyId,
    secretAccessKey,
    ...(sessionToken !== undefined && { sessionToken }),
    ...(expiration !== undefined && { expiration }),
    ...(accountId !== undefined && { accountId }),
  };
  return hideSecrets(credentials, ["secretAccessKey", "sessionToken"]);
}

/** Whether two objects hold the same credentials. */
export function isSameCredentials(a: AwsCredentials, b: AwsCredentials): boolean {
  return (
    a.accessKeyId === b.accessKeyId &&
    a.secretAccessKey === b.secretAccessKey &&
    a.sessionToken === b.sessionToken &&
    a.accountId === b.accountId &&
    a.expiration?.getTime() === b.expiration?.getTime()
  );
}

/** Gives a provider the name that a chain reports it by; minifiers would leave it nameless. */
export function named(source: string, provider: CredentialProvider): CredentialProvider {
  return Object.defineProperty(provider, "name", { value: source, configurable: true });
}
