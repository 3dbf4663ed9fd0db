import * as v from "valibot";
import { roleArn } from "./names.ts";
import { checkRequest } from "./parse.ts";
import { type Tags, tags } from "./tags.ts";

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
}

/** What AssumeRoleWithWebIdentity takes. */
export interface AssumeRoleWithWebIdentityInput extends AssumeRoleCommonInput {
  /** The JWT of an identity provider that the role trusts. Secret. */
  readonly webIdentityToken: string;
  /** Only for OAuth 2.0 access tokens, as `www.amazon.com`. */
  readonly providerId?: string;
}

const NAME_PATTERN = /^[\w+=,.@-]*$/;
const EXTERNAL_ID_PATTERN = /^[\w+=,.@:/-]*$/;
const MAX_TRANSITIVE_KEYS = 50;
const MAX_POLICY_ARNS = 10;

const common = {
  roleArn,
  roleSessionName: v.pipe(sized(2, 64), v.regex(NAME_PATTERN, "must hold only letters, digits and _+=,.@-")),
  policy: v.optional(v.pipe(v.string(), v.nonEmpty("must not be empty"))),
  policyArns: v.optional(
    v.pipe(
      v.array(sized(20, 2048)),
      v.maxLength(MAX_POLICY_ARNS, `must name at most ${MAX_POLICY_ARNS} policies`),
    ),
  ),
  durationSeconds: v.optional(
    v.pipe(
      v.number(),
      v.check(
        (seconds) => Number.isInteger(seconds) && seconds >= 900 && seconds <= 43_200,
        "must be a whole number of seconds from 900 to 43200",
      ),
    ),
  ),
};

const assumeRole = v.looseObject({
  ...common,
  externalId: v.optional(
    v.pipe(sized(2, 1224), v.regex(EXTERNAL_ID_PATTERN, "must hold only letters, digits and _+=,.@:/-")),
  ),
  tags: v.optional(tags),
  transitiveTagKeys: v.optional(
    v.pipe(
      v.array(sized(1, 128)),
      v.maxLength(MAX_TRANSITIVE_KEYS, `must name at most ${MAX_TRANSITIVE_KEYS} keys`),
    ),
  ),
  sourceIdentity: v.optional(
    v.pipe(
      sized(2, 64),
      v.regex(NAME_PATTERN, "must hold only letters, digits and _+=,.@-"),
      v.check((name) => !name.startsWith("aws:"), "must not start with 'aws:'"),
    ),
  ),
  serialNumber: v.optional(sized(9, 256)),
  tokenCode: v.optional(v.pipe(v.string(), v.regex(/^\d{6}$/, "must be six digits"))),
});

const assumeRoleWithWebIdentity = v.looseObject({
  ...common,
  webIdentityToken: v.pipe(sized(4, 20_000), v.regex(/^\S+$/, "must not hold spaces or line breaks")),
  providerId: v.optional(sized(4, 2048)),
});

/** Throws `InvalidRequestError` unless the input can be sent as AssumeRole. */
export function checkAssumeRole(input: AssumeRoleInput): void {
  checkRequest(assumeRole, input, "AssumeRole");
}

/** Throws `InvalidRequestError` unless the input can be sent as AssumeRoleWithWebIdentity. */
export function checkAssumeRoleWithWebIdentity(input: AssumeRoleWithWebIdentityInput): void {
  checkRequest(assumeRoleWithWebIdentity, input, "AssumeRoleWithWebIdentity");
}

function sized(min: number, max: number): v.GenericSchema<unknown, string> {
  return v.pipe(
    v.string(),
    v.check((text) => text.length >= min && text.length <= max, `must be ${min} to ${max} characters`),
  );
}
