import { CredentialsExpiredError } from "../errors/errors.ts";
import { hidingPrototype } from "../lib/redact.ts";

/**
 * AWS credentials, in the shape that the AWS SDK for JavaScript, aws4fetch and Bun's S3 client take. Those that podkey
 * returns print with their secrets redacted.
 */
export interface AwsCredentials {
  /** The id of the access key, e.g. `AKIAIOSFODNN7EXAMPLE`. */
  readonly accessKeyId: string;
  /** The secret of the access key. */
  readonly secretAccessKey: string;
  /** The session token of temporary credentials. Secret. Absent: the credentials are permanent. */
  readonly sessionToken?: string;
  /** When the credentials stop working. Absent: they do not expire. */
  readonly expiration?: Date;
  /** The account that the credentials belong to, e.g. `111122223333`, if the source tells it. */
  readonly accountId?: string;
}

/** What a caller asks of a provider. */
export interface CredentialRequest {
  /** Ends the wait of this caller. Work that other callers share continues. Default: none. */
  readonly signal?: AbortSignal;
  /** How long the credentials must stay valid, in milliseconds. Providers that keep no credentials ignore it. Default: 0. */
  readonly minTtlMs?: number;
  /** Asks for new credentials, even if the current ones are valid. Default: `false`. */
  readonly forceRefresh?: boolean;
}

/** Returns credentials. Assignable to `credentials` of the AWS SDK for JavaScript. */
export type CredentialProvider = (request?: CredentialRequest) => Promise<AwsCredentials>;

/**
 * Makes a provider of credentials that do not change; it throws `CREDENTIALS_EXPIRED` after they have expired. Returns a
 * provider as it is.
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

// One for all credentials: a printer for each object would take 500 bytes.
const HIDING = /* @__PURE__ */ hidingPrototype(["secretAccessKey", "sessionToken"]);

/** Makes credentials that print redacted. Leaves out members that are `undefined`. */
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
  return Object.setPrototypeOf(credentials, HIDING);
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

/** Names a provider for the reports of a chain. A minifier would remove the name of the function. */
export function named(source: string, provider: CredentialProvider): CredentialProvider {
  return Object.defineProperty(provider, "name", { value: source, configurable: true });
}
