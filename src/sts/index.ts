/**
 * The operations of AWS STS: assume a role, and find out the identity of credentials.
 *
 * @module
 */

export type { AssumeRoleErrorCode, AssumeRoleWithWebIdentityErrorCode } from "../errors/aws-error-codes.ts";
export type { CallOptions } from "../http/attempt.ts";
export type { Client, ClientSource } from "../http/client.ts";
export { assumeRole, assumeRoleWithWebIdentity } from "./assume-role.ts";
export { getCallerIdentity } from "./caller-identity.ts";
export type {
  AssumeRoleCommonInput,
  AssumeRoleInput,
  AssumeRoleWithWebIdentityInput,
} from "./requests.ts";
export type { CallerIdentity, RoleSession, WebIdentitySession } from "./responses.ts";
