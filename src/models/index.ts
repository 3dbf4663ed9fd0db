/**
 * The JSON of EKS, EKS Auth, STS, container endpoints and `credential_process`, and podkey's form of it. Each model has a schema,
 * which is a Standard Schema, and a function for each direction.
 *
 * @module
 */

export { encodeCredentialProcess } from "../aws/credential-process.ts";
export type { AwsCredentials } from "../aws/credentials.ts";
export type { Tags } from "../aws/tags.ts";
export { encodeContainerCredentials } from "../credentials/providers/container/response.ts";
export {
  encodePodIdentityAssociation,
  type PodIdentityAssociation,
  type PodIdentityAssociationPage,
  type PodIdentityAssociationSummary,
} from "../eks/association.ts";
export type {
  CreatePodIdentityAssociationInput,
  ListPodIdentityAssociationsInput,
  PodIdentityAssociationKey,
  UpdatePodIdentityAssociationInput,
} from "../eks/association-requests.ts";
export { encodePodIdentitySession, type PodIdentitySession } from "../eks-auth/pod-identity-session.ts";
export type { ServiceId } from "../http/endpoint.ts";
export type { HeadersInput } from "../ports.ts";
export {
  type CallerIdentity,
  encodeCallerIdentity,
  encodeRoleSession,
  encodeRoleSession as encodeWebIdentitySession,
  type RoleSession,
  type WebIdentitySession,
} from "../sts/responses.ts";
export type { ServiceAccountTokenClaims } from "../tokens/service-account-token.ts";
export {
  createPodIdentityAssociationInputSchema,
  decodeCreatePodIdentityAssociationInput,
  decodeListPodIdentityAssociationsInput,
  decodePodIdentityAssociationKey,
  decodeUpdatePodIdentityAssociationInput,
  encodeCreatePodIdentityAssociationInput,
  encodeListPodIdentityAssociationsInput,
  encodePodIdentityAssociationKey,
  encodeUpdatePodIdentityAssociationInput,
  listPodIdentityAssociationsInputSchema,
  podIdentityAssociationKeySchema,
  updatePodIdentityAssociationInputSchema,
} from "./association-inputs.ts";
export {
  decodePodIdentityAssociation,
  decodePodIdentityAssociationPage,
  decodePodIdentityAssociationSummary,
  encodePodIdentityAssociationPage,
  encodePodIdentityAssociationSummary,
  podIdentityAssociationPageSchema,
  podIdentityAssociationSchema,
  podIdentityAssociationSummarySchema,
} from "./associations.ts";
export {
  decodeServiceAccountTokenClaims,
  encodeServiceAccountTokenClaims,
  serviceAccountTokenClaimsSchema,
} from "./claims.ts";
export {
  containerCredentialsSchema,
  credentialProcessSchema,
  decodeContainerCredentials,
  decodeCredentialProcess,
} from "./credentials.ts";
export type {
  EksErrorMembers,
  ErrorResponseFacts,
  ListedErrorMembers,
  ListedErrorName,
  ListedErrorResponse,
  ServiceErrorResponse,
  UnmodelledErrorResponse,
} from "./error-response.ts";
export type { ModelIssue, ModelResult, ModelSchema } from "./model-schema.ts";
export {
  decodeServiceError,
  encodeServiceError,
  type ServiceErrorContent,
  type WireResponse,
} from "./service-error.ts";
export {
  callerIdentitySchema,
  decodeCallerIdentity,
  decodePodIdentitySession,
  decodeRoleSession,
  decodeWebIdentitySession,
  podIdentitySessionSchema,
  roleSessionSchema,
  webIdentitySessionSchema,
} from "./sessions.ts";
