/**
 * Roles to assume, by STS's API.
 *
 * @module
 */
export type { CallOptions } from "../http/attempt.ts";
export type { AssumeRoleErrorCode, AssumeRoleWithWebIdentityErrorCode } from "../models/aws-error-codes.ts";
export type { CallerIdentity, RoleSession, WebIdentitySession } from "../models/sts.ts";
export type {
  AssumeRoleCommonInput,
  AssumeRoleInput,
  AssumeRoleWithWebIdentityInput,
} from "../models/sts-requests.ts";
export { assumeRole } from "./assume-role.ts";
export { assumeRoleWithWebIdentity } from "./assume-role-with-web-identity.ts";
export { getCallerIdentity } from "./get-caller-identity.ts";
