import { ROLE_ARN, SOME_TEXT } from "../aws/names.ts";
import type { ListShape, ObjectShape, PrimitiveShape } from "../aws/shape.ts";
import { TAGS, type Tags } from "../aws/tags.ts";

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

const NAME_PATTERN = /^[\w+=,.@-]{2,64}$/;
const EXTERNAL_ID = /^[\w+=,.@:/-]{2,1224}$/;
const WEB_TOKEN = /^\S{4,20000}$/;
const MAX_TRANSITIVE_KEYS = 50;
const MAX_POLICY_ARNS = 10;
const MAX_CONTEXTS = 5;
const MIN_DURATION_SECONDS = 900;
const MAX_DURATION_SECONDS = 43_200;

const SESSION_NAME: PrimitiveShape<string> = {
  type: "string",
  check: (name) => (NAME_PATTERN.test(name) ? undefined : "must be 2 to 64 letters, digits or _+=,.@-"),
};

const POLICY_ARNS: ListShape<string> = {
  items: { type: "string", check: (arn) => lengthProblem(arn, 20, 2048) },
  check: (arns) => countProblem(arns, MAX_POLICY_ARNS),
};

const DURATION_SECONDS: PrimitiveShape<number> = {
  type: "number",
  check: (seconds) =>
    Number.isInteger(seconds) && seconds >= MIN_DURATION_SECONDS && seconds <= MAX_DURATION_SECONDS
      ? undefined
      : `must be a whole number from ${MIN_DURATION_SECONDS} to ${MAX_DURATION_SECONDS}`,
};

/** The input of AssumeRole. */
export const ASSUME_ROLE_INPUT: ObjectShape<AssumeRoleInput> = {
  required: { roleArn: ROLE_ARN, roleSessionName: SESSION_NAME },
  optional: {
    policyArns: POLICY_ARNS,
    durationSeconds: DURATION_SECONDS,
    policy: SOME_TEXT,
    externalId: {
      type: "string",
      check: (id) => (EXTERNAL_ID.test(id) ? undefined : "must be 2 to 1224 letters, digits or _+=,.@:/-"),
    },
    tags: TAGS,
    transitiveTagKeys: {
      items: { type: "string", check: (key) => lengthProblem(key, 1, 128) },
      check: (keys) => countProblem(keys, MAX_TRANSITIVE_KEYS),
    },
    sourceIdentity: SESSION_NAME,
    serialNumber: { type: "string", check: (serial) => lengthProblem(serial, 9, 256) },
    providedContexts: {
      items: {
        required: {
          providerArn: { type: "string", check: (arn) => lengthProblem(arn, 20, 2048) },
          contextAssertion: { type: "string", check: (assertion) => lengthProblem(assertion, 4, 2048) },
        },
        optional: {},
      },
      check: ({ length }) =>
        length >= 1 && length <= MAX_CONTEXTS ? undefined : `must hold 1 to ${MAX_CONTEXTS}`,
    },
    tokenCode: {
      type: "string",
      check: (code) => (/^\d{6}$/.test(code) ? undefined : "must be six digits"),
    },
  },
};

/** The input of AssumeRoleWithWebIdentity. */
export const ASSUME_ROLE_WITH_WEB_IDENTITY_INPUT: ObjectShape<AssumeRoleWithWebIdentityInput> = {
  required: {
    roleArn: ROLE_ARN,
    roleSessionName: SESSION_NAME,
    webIdentityToken: {
      type: "string",
      check: (token) =>
        WEB_TOKEN.test(token) ? undefined : "must be 4 to 20000 characters without spaces or line breaks",
    },
  },
  optional: {
    policyArns: POLICY_ARNS,
    durationSeconds: DURATION_SECONDS,
    policy: { type: "string", check: (policy) => lengthProblem(policy, 1, 2048) },
    providerId: { type: "string", check: (id) => lengthProblem(id, 4, 2048) },
  },
};

function lengthProblem({ length }: string, min: number, max: number): string | undefined {
  return length >= min && length <= max ? undefined : `must be ${min} to ${max} characters`;
}

function countProblem({ length }: readonly unknown[], max: number): string | undefined {
  return length <= max ? undefined : `must hold at most ${max}`;
}
