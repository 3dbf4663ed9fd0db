import * as v from "valibot";
import { checkRequest, type Schema } from "../aws/decode.ts";
import { roleArn, sizedText, someText, text } from "../aws/names.ts";
import { type Tags, tags } from "../aws/tags.ts";

/** The input that `assumeRole` and `assumeRoleWithWebIdentity` share. */
export interface AssumeRoleCommonInput {
  /** The ARN of the role to assume. */
  readonly roleArn: string;
  /** The name of the session in AWS's audit trail: 2 to 64 letters, digits or `_+=,.@-`. */
  readonly roleSessionName: string;
  /** A session policy in JSON. Default: none. */
  readonly policy?: string;
  /** The ARNs of managed policies to use as session policies, at most 10. Default: none. */
  readonly policyArns?: readonly string[];
  /** How long the credentials work, in seconds, from 900 to 43,200. At most 3,600 for chained roles. Default: 3,600. */
  readonly durationSeconds?: number;
}

/** The input of `assumeRole`. */
export interface AssumeRoleInput extends AssumeRoleCommonInput {
  /** The external id that the role's trust policy requires. Default: none. */
  readonly externalId?: string;
  /** The session tags. Default: none. */
  readonly tags?: Tags;
  /** The keys of the tags that further role sessions inherit. Default: none. */
  readonly transitiveTagKeys?: readonly string[];
  /** The name of the original caller, which further role sessions inherit. Default: none. */
  readonly sourceIdentity?: string;
  /** The serial number or the ARN of an MFA device. Default: none. */
  readonly serialNumber?: string;
  /** Six digits from the MFA device. Secret. Default: none. */
  readonly tokenCode?: string;
  /** Assertions of trusted context providers, for example IAM Identity Center: 1 to 5. Default: none. */
  readonly providedContexts?: readonly { readonly providerArn: string; readonly contextAssertion: string }[];
}

/** The input of `assumeRoleWithWebIdentity`. */
export interface AssumeRoleWithWebIdentityInput extends AssumeRoleCommonInput {
  /** The JWT of an identity provider that the role trusts. Secret. */
  readonly webIdentityToken: string;
  /** The provider of an OAuth 2.0 access token, e.g. `www.amazon.com`. Default: none, for OIDC tokens. */
  readonly providerId?: string;
}

const NAME = /^[\w+=,.@-]{2,64}$/;
const EXTERNAL_ID = /^[\w+=,.@:/-]{2,1224}$/;
const WEB_TOKEN = /^\S{4,20000}$/;
const MAX_TRANSITIVE_KEYS = 50;
const MAX_POLICY_ARNS = 10;
const MAX_CONTEXTS = 5;
const MIN_DURATION_SECONDS = 900;
const MAX_DURATION_SECONDS = 43_200;

/** Throws `INVALID_REQUEST` unless the input can be sent as AssumeRole. */
export function checkAssumeRole(input: AssumeRoleInput): void {
  const schema = v.looseObject({
    ...commonMembers(),
    policy: v.optional(someText()),
    externalId: v.optional(
      text((id) => EXTERNAL_ID.test(id), "must be 2 to 1224 letters, digits or _+=,.@:/-"),
    ),
    tags: v.optional(tags()),
    transitiveTagKeys: v.optional(atMost(MAX_TRANSITIVE_KEYS, sizedText(1, 128))),
    sourceIdentity: v.optional(sessionName()),
    serialNumber: v.optional(sizedText(9, 256)),
    providedContexts: v.optional(
      v.pipe(
        v.array(v.looseObject({ providerArn: sizedText(20, 2048), contextAssertion: sizedText(4, 2048) })),
        v.check(({ length }) => length >= 1 && length <= MAX_CONTEXTS, `must hold 1 to ${MAX_CONTEXTS}`),
      ),
    ),
    tokenCode: v.optional(text((code) => /^\d{6}$/.test(code), "must be six digits")),
  });
  checkRequest(schema, input, "AssumeRole");
}

/** Throws `INVALID_REQUEST` unless the input can be sent as AssumeRoleWithWebIdentity. */
export function checkAssumeRoleWithWebIdentity(input: AssumeRoleWithWebIdentityInput): void {
  const schema = v.looseObject({
    ...commonMembers(),
    policy: v.optional(sizedText(1, 2048)),
    webIdentityToken: text(
      (token) => WEB_TOKEN.test(token),
      "must be 4 to 20000 characters without spaces or line breaks",
    ),
    providerId: v.optional(sizedText(4, 2048)),
  });
  checkRequest(schema, input, "AssumeRoleWithWebIdentity");
}

function commonMembers(): Record<string, v.GenericSchema> {
  return {
    roleArn: roleArn(),
    roleSessionName: sessionName(),
    policyArns: v.optional(atMost(MAX_POLICY_ARNS, sizedText(20, 2048))),
    durationSeconds: v.optional(
      v.pipe(
        v.number(),
        v.check(isDuration, `must be a whole number from ${MIN_DURATION_SECONDS} to ${MAX_DURATION_SECONDS}`),
      ),
    ),
  };
}

function sessionName(): Schema<string> {
  return text((name) => NAME.test(name), "must be 2 to 64 letters, digits or _+=,.@-");
}

function atMost(max: number, item: Schema<string>): Schema<string[]> {
  return v.pipe(
    v.array(item),
    v.check(({ length }) => length <= max, `must hold at most ${max}`),
  );
}

function isDuration(seconds: number): boolean {
  return Number.isInteger(seconds) && seconds >= MIN_DURATION_SECONDS && seconds <= MAX_DURATION_SECONDS;
}
