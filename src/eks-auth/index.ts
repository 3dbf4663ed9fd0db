/**
 * Service-account tokens into AWS credentials, by EKS Auth's API.
 *
 * @module
 */
export type { CallOptions } from "../http/attempt.ts";
export type { AssumeRoleForPodIdentityErrorCode } from "../models/aws-error-codes.ts";
export type { AssumeRoleForPodIdentityInput, PodIdentitySession } from "../models/eks-auth.ts";
export { POD_IDENTITY_AUDIENCE } from "../models/eks-auth.ts";
export type { ServiceAccountTokenClaims } from "../models/service-account-token.ts";
export { decodeServiceAccountClaims } from "../models/service-account-token.ts";
export { assumeRoleForPodIdentity } from "./assume-role-for-pod-identity.ts";
