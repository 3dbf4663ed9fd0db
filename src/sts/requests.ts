import * as v from "valibot";
import { checkRequest, type Schema } from "../aws/decode.ts";
import { roleArn, sizedText, someText, text } from "../aws/names.ts";
import { type Tags, tags } from "../aws/tags.ts";

/** What AssumeRole and AssumeRoleWithWebIdentity both take. */
export interface AssumeRoleCommonInput {
  readonly roleArn: string;
  /** 2 to 64 of letters, digits and `_+=,.@-`. */
  readonly roleSessionName: string;
  /** A session policy in JSON. */
  readonly policy?: string;
  /** ARNs of managed policies to use as session policies. */
  readonly policyArns?: readonly string[];
  /** 900 to 43,200; AWS's default is 3,600, and its maximum for chained roles too. */
  readonly durationSeconds?: number;
}

/** What AssumeRole takes. */
export interface AssumeRoleInput extends AssumeRoleCommonInput {
  readonly externalId?: string;
  readonly tags?: Tags;
  /** Keys of the tags that follow into further role sessions. */
  readonly transitiveTagKeys?: readonly string[];
  readonly sourceIdentity?: string;
  readonly serialNumber?: string;
  /** Six digits of an MFA device. Secret. */
  readonly tokenCode?: string;
  /** Assertions of trusted context providers, as IAM Identity Center: 1 to 5. */
  readonly providedContexts?: readonly { readonly providerArn: string; readonly contextAssertion: string }[];
}

/** What AssumeRoleWithWebIdentity takes. */
export interface AssumeRoleWithWebIdentityInput extends AssumeRoleCommonInput {
  /** The JWT of an identity provider that the role trusts. Secret. */
  readonly webIdentityToken: string;
  /** Only for OAuth 2.0 access tokens, as `www.amazon.com`. */
  readonly providerId?: string;
}

const NAME = /^[\w+=,.@-]{2,64}$/;
const EXTERNAL_ID = /^[\w+=,.@:/-]{2,1224}$/;
const WEB_TOKEN = /^\S{4,20000}$/;
const NAME_PROBLEM = "must be 2 to 64 letters, digits or _+=,.@-";
const MAX_TRANSITIVE_KEYS = 50;
const MAX_POLICY_ARNS = 10;
const MAX_CONTEXTS = 5;
const MIN_DURATION_SECONDS = 900;
const MAX_DURATION_SECONDS = 43_200;

/** Throws `InvalidRequestError` unless the input can be sent as AssumeRole. */
export function checkAssumeRole(input: AssumeRoleInput): void {
  const schema = v.looseObject({
    ...commonMembers(),
    policy: v.optional(someText()),
    externalId: v.optional(
      text((id) => EXTERNAL_ID.test(id), "must be 2 to 1224 letters, digits or _+=,.@:/-"),
    ),
    tags: v.optional(tags()),
    transitiveTagKeys: v.optional(atMost(MAX_TRANSITIVE_KEYS, sizedText(1, 128))),
    sourceIdentity: v.optional(
      text(
        (name) => NAME.test(name) && !name.startsWith("aws:"),
        `${NAME_PROBLEM} and not begin with 'aws:'`,
      ),
    ),
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

/** Throws `InvalidRequestError` unless the input can be sent as AssumeRoleWithWebIdentity. */
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
    roleSessionName: text((name) => NAME.test(name), NAME_PROBLEM),
    policyArns: v.optional(atMost(MAX_POLICY_ARNS, sizedText(20, 2048))),
    durationSeconds: v.optional(
      v.pipe(
        v.number(),
        v.check(isDuration, `must be a whole number from ${MIN_DURATION_SECONDS} to ${MAX_DURATION_SECONDS}`),
      ),
    ),
  };
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
