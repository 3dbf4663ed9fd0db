import * as v from "valibot";
import { accountOf } from "../aws/arn.ts";
import { type AwsCredentials, makeCredentials } from "../aws/credentials.ts";
import { parseResponse, type ResponseContext, type Schema } from "../aws/decode.ts";
import { filledText } from "../aws/names.ts";
import { timestamp } from "../aws/timestamp.ts";

/** The result of `assumeRole`. */
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

/** The identity of credentials. */
export interface CallerIdentity {
  /** The account, e.g. `111122223333`. */
  readonly account: string;
  /** The ARN of the user, or of the session of a role. */
  readonly arn: string;
  /** The unique id of the user or role, with the name of its session. */
  readonly userId: string;
}

/** Reads the result of AssumeRole or AssumeRoleWithWebIdentity. Throws `INVALID_RESPONSE`. */
export function decodeRoleSession(result: unknown, context: ResponseContext): WebIdentitySession {
  const { Credentials, AssumedRoleUser, ...rest } = parseResponse(session(), result, context);
  return {
    credentials: makeCredentials({
      accessKeyId: Credentials.AccessKeyId,
      secretAccessKey: Credentials.SecretAccessKey,
      sessionToken: Credentials.SessionToken,
      expiration: Credentials.Expiration,
      accountId: accountOf(AssumedRoleUser.Arn),
    }),
    assumedRoleUser: { arn: AssumedRoleUser.Arn, assumedRoleId: AssumedRoleUser.AssumedRoleId },
    ...camelCased(rest),
  };
}

/** Reads the result of GetCallerIdentity. Throws `INVALID_RESPONSE`. */
export function decodeCallerIdentity(result: unknown, context: ResponseContext): CallerIdentity {
  const identity = v.looseObject({ Account: v.string(), Arn: v.string(), UserId: v.string() });
  const { Account, Arn, UserId } = parseResponse(identity, result, context);
  return { account: Account, arn: Arn, userId: UserId };
}

interface WireSession {
  readonly Credentials: {
    readonly AccessKeyId: string;
    readonly SecretAccessKey: string;
    readonly SessionToken: string;
    readonly Expiration: Date;
  };
  readonly AssumedRoleUser: { readonly Arn: string; readonly AssumedRoleId: string };
}

function session(): Schema<WireSession> {
  const text = v.string();
  const secret = filledText();
  const optionalText = v.exactOptional(text);
  return v.looseObject({
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
  });
}

function toNumber(value: unknown): unknown {
  return typeof value === "string" ? Number(value) : value;
}

/** Renames all members, listed or not, from STS's spelling to podkey's, e.g. `PackedPolicySize` to `packedPolicySize`. */
function camelCased(members: Record<string, unknown>): object {
  return Object.fromEntries(
    Object.entries(members).map(([name, value]) => [name.charAt(0).toLowerCase() + name.slice(1), value]),
  );
}
