import { type AwsCredentials, makeCredentials } from "../aws/credentials.ts";
import { isRecord, isText, tryParseJson } from "../aws/decode.ts";

/** Credentials as a store keeps them. */
export interface CredentialsRecord {
  readonly credentials: AwsCredentials;
  /** When the source answered, in milliseconds since the epoch. */
  readonly obtainedAtMs: number;
}

/** Changes with the shape of the record: another version counts as absent. */
const VERSION = 1;

/** Writes a record as text. The text holds the secrets in the clear: seal it before it leaves the process. */
export function encodeRecord({ credentials, obtainedAtMs }: CredentialsRecord): string {
  const { expiration, ...rest } = credentials;
  return JSON.stringify({ version: VERSION, ...rest, obtainedAtMs, expiresAtMs: expiration?.getTime() });
}

/**
 * Reads a record. Throws an `Error` whose message says what is wrong with it, and holds nothing of it. Read without a schema,
 * so that whoever keeps container credentials fresh carries no schema library.
 */
export function decodeRecord(text: string): CredentialsRecord {
  const record = tryParseJson(text);
  if (!isRecord(record)) throw new Error("the record is not a JSON object");
  if (record["version"] !== VERSION) throw new Error("the record has another version");
  const { accessKeyId, secretAccessKey, sessionToken, accountId, obtainedAtMs, expiresAtMs } = record;
  if (!isText(accessKeyId) || !isText(secretAccessKey)) throw new Error("the record lacks a key");
  if (!isOptional(isText, sessionToken) || !isOptional(isText, accountId))
    throw new Error("a text of the record is none");
  if (!isTime(obtainedAtMs) || !isOptional(isTime, expiresAtMs))
    throw new Error("a time of the record is none");
  const expiration = expiresAtMs === undefined ? undefined : new Date(expiresAtMs);
  const credentials = makeCredentials({ accessKeyId, secretAccessKey, sessionToken, accountId, expiration });
  return { credentials, obtainedAtMs };
}

function isTime(value: unknown): value is number {
  return typeof value === "number" && !Number.isNaN(new Date(value).getTime());
}

function isOptional<T>(isIt: (value: unknown) => value is T, value: unknown): value is T | undefined {
  return value === undefined || isIt(value);
}
