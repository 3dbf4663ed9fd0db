/**
 * The operations of Amazon EKS for the associations between IAM roles and Kubernetes service accounts.
 *
 * @module
 */

export type { Tags } from "../aws/tags.ts";
export type {
  CreatePodIdentityAssociationErrorCode,
  DescribeClusterErrorCode,
  PodIdentityAssociationErrorCode,
  TagErrorCode,
} from "../errors/aws-error-codes.ts";
export type { CallOptions } from "../http/attempt.ts";
export type { Client, ClientSource } from "../http/client.ts";
export type {
  PodIdentityAssociation,
  PodIdentityAssociationPage,
  PodIdentityAssociationSummary,
} from "./association.ts";
export type {
  CreatePodIdentityAssociationInput,
  ListPodIdentityAssociationsInput,
  PodIdentityAssociationKey,
  UpdatePodIdentityAssociationInput,
} from "./association-requests.ts";
export {
  createPodIdentityAssociation,
  deletePodIdentityAssociation,
  describePodIdentityAssociation,
  listPodIdentityAssociations,
  paginatePodIdentityAssociations,
  updatePodIdentityAssociation,
} from "./associations.ts";
export type { Cluster } from "./cluster.ts";
export { describeCluster } from "./cluster.ts";
export type { TagResourceInput, UntagResourceInput } from "./tags.ts";
export { listTagsForResource, tagResource, untagResource } from "./tags.ts";
