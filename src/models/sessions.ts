import {
  type PodIdentitySession,
  type PodIdentitySessionOnWire,
  SESSION_RESPONSE,
  toPodIdentitySession,
} from "../eks-auth/pod-identity-session.ts";
import {
  CALLER_IDENTITY,
  type CallerIdentity,
  type CallerIdentityOnWire,
  ROLE_SESSION,
  type RoleSession,
  type RoleSessionOnWire,
  toCallerIdentity,
  toRoleSession,
  type WebIdentitySession,
} from "../sts/responses.ts";
import { type AnswerModel, answerSchema, decodeAnswer, type ModelSchema } from "./model-schema.ts";

const POD_IDENTITY_SESSION: AnswerModel<PodIdentitySessionOnWire, PodIdentitySession> = {
  shape: SESSION_RESPONSE,
  toOutput: toPodIdentitySession,
  context: { service: "eks-auth", operation: "AssumeRoleForPodIdentity" },
};

const ROLE: AnswerModel<RoleSessionOnWire, RoleSession> = {
  shape: ROLE_SESSION,
  toOutput: toRoleSession,
  context: { service: "sts", operation: "AssumeRole" },
};

const WEB_IDENTITY: AnswerModel<RoleSessionOnWire, WebIdentitySession> = {
  shape: ROLE_SESSION,
  toOutput: toRoleSession,
  context: { service: "sts", operation: "AssumeRoleWithWebIdentity" },
};

const IDENTITY: AnswerModel<CallerIdentityOnWire, CallerIdentity> = {
  shape: CALLER_IDENTITY,
  toOutput: toCallerIdentity,
  context: { service: "sts", operation: "GetCallerIdentity" },
};

/** Returns the schema of EKS Auth's answer to AssumeRoleForPodIdentity. */
export function podIdentitySessionSchema(): ModelSchema<unknown, PodIdentitySession> {
  return answerSchema(POD_IDENTITY_SESSION);
}

/**
 * Reads EKS Auth's answer to AssumeRoleForPodIdentity. Keeps members that podkey does not know, except those of `credentials`.
 * Throws `INVALID_RESPONSE` for anything else.
 */
export function decodePodIdentitySession(json: unknown): PodIdentitySession {
  return decodeAnswer(POD_IDENTITY_SESSION, json);
}

/** Returns the schema of STS's result of AssumeRole: the member `AssumeRoleResult` of its JSON, as the AWS CLI prints it. */
export function roleSessionSchema(): ModelSchema<unknown, RoleSession> {
  return answerSchema(ROLE);
}

/**
 * Reads STS's result of AssumeRole: the member `AssumeRoleResult` of its JSON, as the AWS CLI prints it. Keeps members that
 * podkey does not know, except those of `Credentials` and `AssumedRoleUser`. Throws `INVALID_RESPONSE` for anything else.
 */
export function decodeRoleSession(json: unknown): RoleSession {
  return decodeAnswer(ROLE, json);
}

/** Returns the schema of STS's result of AssumeRoleWithWebIdentity, the member `AssumeRoleWithWebIdentityResult` of its JSON. */
export function webIdentitySessionSchema(): ModelSchema<unknown, WebIdentitySession> {
  return answerSchema(WEB_IDENTITY);
}

/**
 * Reads STS's result of AssumeRoleWithWebIdentity, the member `AssumeRoleWithWebIdentityResult` of its JSON. Keeps members that
 * podkey does not know, except those of `Credentials` and `AssumedRoleUser`. Throws `INVALID_RESPONSE` for anything else.
 */
export function decodeWebIdentitySession(json: unknown): WebIdentitySession {
  return decodeAnswer(WEB_IDENTITY, json);
}

/** Returns the schema of STS's result of GetCallerIdentity: the member `GetCallerIdentityResult` of its JSON. */
export function callerIdentitySchema(): ModelSchema<unknown, CallerIdentity> {
  return answerSchema(IDENTITY);
}

/**
 * Reads STS's result of GetCallerIdentity: the member `GetCallerIdentityResult` of its JSON, as the AWS CLI prints it. Keeps
 * members that podkey does not know. Throws `INVALID_RESPONSE` for anything else.
 */
export function decodeCallerIdentity(json: unknown): CallerIdentity {
  return decodeAnswer(IDENTITY, json);
}
