/**
 * Roles to assume, by STS's API.
 *
 * @module
 */

export type { AssumeRoleErrorCode, AssumeRoleWithWebIdentityErrorCode } from "../errors/aws-error-codes.ts";
export type { CallOptions } from "../http/attempt.ts";
export { assumeRole } from "./assume-role.ts";
export { assumeRoleWithWebIdentity } from "./assume-role-with-web-identity.ts";
export { getCallerIdentity } from "./caller-identity.ts";
export type {
  AssumeRoleCommonInput,
  AssumeRoleInput,
  AssumeRoleWithWebIdentityInput,
} from "./requests.ts";
export type { CallerIdentity, RoleSession, WebIdentitySession } from "./responses.ts";
