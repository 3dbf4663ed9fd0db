import {
  podIdentitySessionSchema as eksAuthSchema,
  type PodIdentitySession,
} from "../eks-auth/pod-identity-session.ts";
import {
  type CallerIdentity,
  callerIdentitySchema as callerSchema,
  type RoleSession,
  roleSessionSchema as stsSchema,
  type WebIdentitySession,
} from "../sts/responses.ts";
import { answerSchema, decodeAnswer, type ModelSchema } from "./model-schema.ts";

/** Returns the schema of EKS Auth's answer to AssumeRoleForPodIdentity. */
export function podIdentitySessionSchema(): ModelSchema<unknown, PodIdentitySession> {
  return answerSchema(eksAuthSchema());
}

/**
 * Reads EKS Auth's answer to AssumeRoleForPodIdentity. Keeps members that podkey does not know, except those of `credentials`.
 * Throws `INVALID_RESPONSE` for anything else.
 */
export function decodePodIdentitySession(json: unknown): PodIdentitySession {
  return decodeAnswer(eksAuthSchema(), json, { service: "eks-auth", operation: "AssumeRoleForPodIdentity" });
}

/** Returns the schema of STS's result of AssumeRole: the member `AssumeRoleResult` of its JSON, as the AWS CLI prints it. */
export function roleSessionSchema(): ModelSchema<unknown, RoleSession> {
  return answerSchema(stsSchema());
}

/**
 * Reads STS's result of AssumeRole: the member `AssumeRoleResult` of its JSON, as the AWS CLI prints it. Keeps members that
 * podkey does not know, except those of `Credentials` and `AssumedRoleUser`. Throws `INVALID_RESPONSE` for anything else.
 */
export function decodeRoleSession(json: unknown): RoleSession {
  return decodeAnswer(stsSchema(), json, { service: "sts", operation: "AssumeRole" });
}

/** Returns the schema of STS's result of AssumeRoleWithWebIdentity, the member `AssumeRoleWithWebIdentityResult` of its JSON. */
export function webIdentitySessionSchema(): ModelSchema<unknown, WebIdentitySession> {
  return answerSchema(stsSchema());
}

/**
 * Reads STS's result of AssumeRoleWithWebIdentity, the member `AssumeRoleWithWebIdentityResult` of its JSON. Keeps members that
 * podkey does not know, except those of `Credentials` and `AssumedRoleUser`. Throws `INVALID_RESPONSE` for anything else.
 */
export function decodeWebIdentitySession(json: unknown): WebIdentitySession {
  return decodeAnswer(stsSchema(), json, { service: "sts", operation: "AssumeRoleWithWebIdentity" });
}

/** Returns the schema of STS's result of GetCallerIdentity: the member `GetCallerIdentityResult` of its JSON. */
export function callerIdentitySchema(): ModelSchema<unknown, CallerIdentity> {
  return answerSchema(callerSchema());
}

/**
 * Reads STS's result of GetCallerIdentity: the member `GetCallerIdentityResult` of its JSON, as the AWS CLI prints it. Keeps
 * members that podkey does not know. Throws `INVALID_RESPONSE` for anything else.
 */
export function decodeCallerIdentity(json: unknown): CallerIdentity {
  return decodeAnswer(callerSchema(), json, { service: "sts", operation: "GetCallerIdentity" });
}
