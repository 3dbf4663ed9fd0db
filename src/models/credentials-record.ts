import * as v from "valibot";
import { type AwsCredentials, makeCredentials } from "./credentials.ts";
import { someText } from "./names.ts";
import { parse, tryParseJson } from "./parse.ts";

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

/** Reads a record. Throws an `Error` whose message says what is wrong with it, and holds nothing of it. */
export function decodeRecord(text: string): CredentialsRecord {
  const schema = v.looseObject({
    version: v.literal(VERSION),
    accessKeyId: someText(),
    secretAccessKey: someText(),
    sessionToken: v.optional(v.string()),
    accountId: v.optional(v.string()),
    obtainedAtMs: v.number(),
    expiresAtMs: v.optional(v.number()),
  });
  const record = parse(schema, tryParseJson(text), ({ path = "the record", problem }) => {
    return new Error(`${path} ${problem}`);
  });
  const { obtainedAtMs, expiresAtMs, ...rest } = record;
  const expiration = expiresAtMs === undefined ? undefined : new Date(expiresAtMs);
  return { credentials: makeCredentials({ ...rest, expiration }), obtainedAtMs };
}
