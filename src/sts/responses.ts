import * as v from "valibot";
import { accountOf } from "../aws/arn.ts";
import { type AwsCredentials, makeCredentials } from "../aws/credentials.ts";
import { parseResponse, type ResponseContext, type Schema } from "../aws/decode.ts";
import { filledText } from "../aws/names.ts";
import { timestamp } from "../aws/timestamp.ts";

/** What AssumeRole answers. */
export interface RoleSession {
  readonly credentials: AwsCredentials;
  readonly assumedRoleUser: { readonly arn: string; readonly assumedRoleId: string };
  /** How much of the room for policies and tags is used, in percent. */
  readonly packedPolicySize?: number;
  readonly sourceIdentity?: string;
}

/** What AssumeRoleWithWebIdentity answers. */
export interface WebIdentitySession extends RoleSession {
  readonly subjectFromWebIdentityToken?: string;
  readonly provider?: string;
  readonly audience?: string;
}

/** Who signed a call, as GetCallerIdentity answers. */
export interface CallerIdentity {
  readonly account: string;
  readonly arn: string;
  readonly userId: string;
}

/** Reads the result of AssumeRole or AssumeRoleWithWebIdentity. Throws `InvalidResponseError`. */
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

/** Reads the result of GetCallerIdentity. Throws `InvalidResponseError`. */
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

/** Renames members, known and unknown alike, from STS's spelling to podkey's: `PackedPolicySize`, `packedPolicySize`. */
function camelCased(members: Record<string, unknown>): object {
  return Object.fromEntries(
    Object.entries(members).map(([name, value]) => [name.charAt(0).toLowerCase() + name.slice(1), value]),
  );
}
