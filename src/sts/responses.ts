import { accountOf } from "../aws/arn.ts";
import { type AwsCredentials, makeCredentials } from "../aws/credentials.ts";
import { FILLED_TEXT, TEXT } from "../aws/names.ts";
import type { ObjectShape } from "../aws/shape.ts";
import { TIME, toEpochSeconds } from "../aws/timestamp.ts";

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

/** A session as STS writes it. */
export interface RoleSessionOnWire {
  readonly Credentials: {
    readonly AccessKeyId: string;
    readonly SecretAccessKey: string;
    readonly SessionToken: string;
    readonly Expiration: Date;
  };
  readonly AssumedRoleUser: { readonly Arn: string; readonly AssumedRoleId: string };
  readonly PackedPolicySize?: number;
  readonly SourceIdentity?: string;
  readonly SubjectFromWebIdentityToken?: string;
  readonly Provider?: string;
  readonly Audience?: string;
}

/** The identity of credentials as STS writes it. */
export interface CallerIdentityOnWire {
  readonly Account: string;
  readonly Arn: string;
  readonly UserId: string;
}

/** The result of AssumeRole and of AssumeRoleWithWebIdentity. */
export const ROLE_SESSION: ObjectShape<RoleSessionOnWire> = {
  required: {
    Credentials: {
      required: {
        AccessKeyId: FILLED_TEXT,
        SecretAccessKey: FILLED_TEXT,
        SessionToken: FILLED_TEXT,
        Expiration: TIME,
      },
      optional: {},
    },
    AssumedRoleUser: { required: { Arn: TEXT, AssumedRoleId: TEXT }, optional: {} },
  },
  optional: {
    PackedPolicySize: { expected: "number", convert: toNumber },
    SourceIdentity: TEXT,
    SubjectFromWebIdentityToken: TEXT,
    Provider: TEXT,
    Audience: TEXT,
  },
};

/** The result of GetCallerIdentity. */
export const CALLER_IDENTITY: ObjectShape<CallerIdentityOnWire> = {
  required: { Account: TEXT, Arn: TEXT, UserId: TEXT },
  optional: {},
};

/** Makes a session of what STS wrote. The account is that of the role. */
export function toRoleSession({
  Credentials,
  AssumedRoleUser,
  ...rest
}: RoleSessionOnWire): WebIdentitySession {
  return {
    ...renamed(rest, "toLowerCase"),
    credentials: makeCredentials({
      accessKeyId: Credentials.AccessKeyId,
      secretAccessKey: Credentials.SecretAccessKey,
      sessionToken: Credentials.SessionToken,
      expiration: Credentials.Expiration,
      accountId: accountOf(AssumedRoleUser.Arn),
    }),
    assumedRoleUser: { arn: AssumedRoleUser.Arn, assumedRoleId: AssumedRoleUser.AssumedRoleId },
  };
}

/** Makes the identity of credentials of what STS wrote. */
export function toCallerIdentity({ Account, Arn, UserId, ...rest }: CallerIdentityOnWire): CallerIdentity {
  return { ...renamed(rest, "toLowerCase"), account: Account, arn: Arn, userId: UserId };
}

/**
 * Writes a session as STS does in JSON, with the expiration as epoch seconds. `decodeRoleSession` reads it back unchanged: it
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

/** Writes the identity of credentials as STS does in JSON. `decodeCallerIdentity` reads it back unchanged. */
export function encodeCallerIdentity(identity: CallerIdentity): Record<string, unknown> {
  return renamed(identity, "toUpperCase");
}

/** Reads a number, which STS writes as text in XML, and as a number in JSON. */
function toNumber(value: unknown): number | undefined {
  const number = typeof value === "string" ? Number(value) : value;
  return typeof number === "number" && !Number.isNaN(number) ? number : undefined;
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
