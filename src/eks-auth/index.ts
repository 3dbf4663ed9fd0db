/**
 * The operation of Amazon EKS Auth that exchanges a service-account token for AWS credentials.
 *
 * @module
 */

export type { AssumeRoleForPodIdentityErrorCode } from "../errors/aws-error-codes.ts";
export type { CallOptions } from "../http/attempt.ts";
export type { Client, ClientSource } from "../http/client.ts";
export type { AssumeRoleForPodIdentityInput } from "./assume-role-for-pod-identity.ts";
export { assumeRoleForPodIdentity, POD_IDENTITY_AUDIENCE } from "./assume-role-for-pod-identity.ts";
export type { PodIdentitySession } from "./pod-identity-session.ts";
