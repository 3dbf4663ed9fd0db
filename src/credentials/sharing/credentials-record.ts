import { type AwsCredentials, makeCredentials } from "../../aws/credentials.ts";
import { isRecord, isText, tryParseJson } from "../../aws/decode.ts";
import { UnusableRecordError } from "./unusable-record.ts";

/** Credentials in the form that a store keeps. */
export interface CredentialsRecord {
  /** What the source returned. */
  readonly credentials: AwsCredentials;
  /** When the source returned them, in milliseconds since the epoch. */
  readonly obtainedAtMs: number;
}

/** Changes with the shape of the record. It is a part of the store's key, so that two versions never block each other. */
export const RECORD_VERSION = 1;

/** Writes a record as text. The text holds the secrets in the clear: seal it before it leaves the process. */
export function encodeRecord({ credentials, obtainedAtMs }: CredentialsRecord): string {
  const { expiration, ...rest } = credentials;
  return JSON.stringify({
    version: RECORD_VERSION,
    ...rest,
    obtainedAtMs,
    expiresAtMs: expiration?.getTime(),
  });
}

/**
 * Reads a record. Throws `UnusableRecordError` for anything else. Works without a schema, so that a bundle that only keeps
 * container credentials fresh needs no schema library.
 */
export function decodeRecord(text: string): CredentialsRecord {
  const record = tryParseJson(text);
  if (!isRecord(record)) throw new UnusableRecordError("the record is not a JSON object");
  if (record["version"] !== RECORD_VERSION) throw new UnusableRecordError("the record has another version");
  const { accessKeyId, secretAccessKey, sessionToken, accountId, obtainedAtMs, expiresAtMs } = record;
  if (!isText(accessKeyId) || !isText(secretAccessKey))
    throw new UnusableRecordError("accessKeyId or secretAccessKey is not a non-empty string");
  if (!isOptional(isText, sessionToken) || !isOptional(isText, accountId))
    throw new UnusableRecordError("sessionToken or accountId is not a non-empty string");
  if (!isTime(obtainedAtMs) || !isOptional(isTime, expiresAtMs))
    throw new UnusableRecordError("obtainedAtMs or expiresAtMs is not a time in milliseconds");
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
