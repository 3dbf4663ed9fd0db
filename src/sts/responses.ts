import * as v from "valibot";
import { accountOf } from "../aws/arn.ts";
import { type AwsCredentials, makeCredentials } from "../aws/credentials.ts";
import type { Schema } from "../aws/decode.ts";
import { filledText } from "../aws/names.ts";
import { timestamp, toEpochSeconds } from "../aws/timestamp.ts";

/** The result of `assumeRole`. Members that this version does not list pass through, in podkey's spelling. */
export interface RoleSession {
  /** The credentials of the role. */
  readonly credentials: AwsCredentials;
  /** The session of the role. */
  readonly assumedRoleUser: { readonly arn: string; readonly assumedRoleId: string };
  /** The size of policies and tags, in percent of what AWS allows. */
  readonly packedPolicySize?: number;
  /** The name of the original caller. */
  readonly sourceIdentity?: string;
}

/** The result of `assumeRoleWithWebIdentity`. */
export interface WebIdentitySession extends RoleSession {
  /** The subject of the token. */
  readonly subjectFromWebIdentityToken?: string;
  /** The issuer of the token, or the provider of an OAuth 2.0 access token. */
  readonly provider?: string;
  /** The audience of the token. */
  readonly audience?: string;
}

/** The identity of credentials. Members that this version does not list pass through, in podkey's spelling. */
export interface CallerIdentity {
  /** The account, e.g. `111122223333`. */
  readonly account: string;
  /** The ARN of the user, or of the session of a role. */
  readonly arn: string;
  /** The unique id of the user or role, with the name of its session. */
  readonly userId: string;
}

/** The schema of the result of AssumeRole and of AssumeRoleWithWebIdentity. */
export function roleSessionSchema(): Schema<WebIdentitySession> {
  const text = v.string();
  const secret = filledText();
  const optionalText = v.exactOptional(text);
  return v.pipe(
    v.looseObject({
      Credentials: v.looseObject({
        AccessKeyId: secret,
        SecretAccessKey: secret,
        SessionToken: secret,
        Expiration: timestamp(),
      }),
      AssumedRoleUser: v.looseObject({ Arn: text, AssumedRoleId: text }),
      // STS writes numbers as text in XML, and as numbers in JSON.
      PackedPolicySize: v.exactOptional(v.pipe(v.unknown(), v.transform(toNumber), v.number())),
      SourceIdentity: optionalText,
      SubjectFromWebIdentityToken: optionalText,
      Provider: optionalText,
      Audience: optionalText,
    }),
    v.transform(({ Credentials, AssumedRoleUser, ...rest }) => ({
      ...renamed(rest, "toLowerCase"),
      credentials: makeCredentials({
        accessKeyId: Credentials.AccessKeyId,
        secretAccessKey: Credentials.SecretAccessKey,
        sessionToken: Credentials.SessionToken,
        expiration: Credentials.Expiration,
        accountId: accountOf(AssumedRoleUser.Arn),
      }),
      assumedRoleUser: { arn: AssumedRoleUser.Arn, assumedRoleId: AssumedRoleUser.AssumedRoleId },
    })),
  );
}

/** The schema of the result of GetCallerIdentity. */
export function callerIdentitySchema(): Schema<CallerIdentity> {
  return v.pipe(
    v.looseObject({ Account: v.string(), Arn: v.string(), UserId: v.string() }),
    v.transform(({ Account, Arn, UserId, ...rest }) => ({
      ...renamed(rest, "toLowerCase"),
      account: Account,
      arn: Arn,
      userId: UserId,
    })),
  );
}

/**
 * Writes a session as STS does in JSON, with the expiration as epoch seconds. `roleSessionSchema` reads it back unchanged: it
 * takes the account from `assumedRoleUser`. The result prints its secrets.
 */
export function encodeRoleSession(session: WebIdentitySession): Record<string, unknown> {
  const { credentials, assumedRoleUser, ...rest } = session;
  const { accessKeyId, secretAccessKey, sessionToken, expiration } = credentials;
  return {
    Credentials: {
      AccessKeyId: accessKeyId,
      SecretAccessKey: secretAccessKey,
      ...(sessionToken !== undefined && { SessionToken: sessionToken }),
      ...(expiration && { Expiration: toEpochSeconds(expiration) }),
    },
    AssumedRoleUser: renamed(assumedRoleUser, "toUpperCase"),
    ...renamed(rest, "toUpperCase"),
  };
}

/** Writes the identity of credentials as STS does in JSON. `callerIdentitySchema` reads it back unchanged. */
export function encodeCallerIdentity(identity: CallerIdentity): Record<string, unknown> {
  return renamed(identity, "toUpperCase");
}

function toNumber(value: unknown): unknown {
  return typeof value === "string" ? Number(value) : value;
}

/**
 * Renames all members, listed or not, between STS's spelling and podkey's, e.g. `PackedPolicySize` and `packedPolicySize`:
 * changes the case of the first letter.
 */
function renamed(members: object, toCase: "toLowerCase" | "toUpperCase"): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(members).map(([name, value]) => [name.charAt(0)[toCase]() + name.slice(1), value]),
  );
}
