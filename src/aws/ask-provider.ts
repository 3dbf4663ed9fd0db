import { InvalidResponseError } from "../errors/call-errors.ts";
import {
  type AwsCredentials,
  type CredentialProvider,
  type CredentialRequest,
  isSameCredentials,
  makeCredentials,
} from "./credentials.ts";
import { isRecord, isText, typeName } from "./decode.ts";

// The checked copy of each object that a provider returned: the same object keeps its copy, and thereby its signing keys.
const checked = /* @__PURE__ */ new WeakMap<object, AwsCredentials>();

/**
 * Asks a provider for credentials, checks what it returns, and makes it print redacted. Every provider is called here, those
 * of podkey and those of the user. Throws `INVALID_RESPONSE`, which names the provider and the unusable member, and whatever
 * the provider throws.
 */
export async function askProvider(
  provider: CredentialProvider,
  request?: CredentialRequest,
): Promise<AwsCredentials> {
  return checkCredentials(await provider(request), provider.name || "provider");
}

/** Checks credentials that came from outside, and makes them print redacted. Throws `INVALID_RESPONSE`. */
export function checkCredentials(value: unknown, source: string): AwsCredentials {
  if (!isRecord(value)) throw unusable(source, "the result", "credentials", value);
  const { accessKeyId, secretAccessKey, sessionToken, expiration, accountId } = value;
  if (!isText(accessKeyId)) throw unusable(source, "accessKeyId", "text", accessKeyId);
  if (!isText(secretAccessKey)) throw unusable(source, "secretAccessKey", "text", secretAccessKey);
  if (!isOptionalText(sessionToken)) throw unusable(source, "sessionToken", "text", sessionToken);
  if (!isOptionalDate(expiration)) throw unusable(source, "expiration", "a valid Date", expiration);
  if (!isOptionalText(accountId)) throw unusable(source, "accountId", "text", accountId);
  const known = checked.get(value);
  const credentials = makeCredentials({ accessKeyId, secretAccessKey, sessionToken, expiration, accountId });
  if (known && isSameCredentials(known, credentials)) return known;
  checked.set(value, credentials);
  // The copy is its own copy: what passes through here twice stays the same object.
  checked.set(credentials, credentials);
  return credentials;
}

function isOptionalText(value: unknown): value is string | undefined {
  return value === undefined || isText(value);
}

function isOptionalDate(value: unknown): value is Date | undefined {
  return value === undefined || (value instanceof Date && !Number.isNaN(value.getTime()));
}

function unusable(source: string, path: string, expected: string, value: unknown): InvalidResponseError {
  const seen = value instanceof Date ? "an invalid Date" : typeName(value);
  return new InvalidResponseError({ service: "credentials", operation: source, path, expected, seen });
}
