/**
 * The associations between IAM roles and Kubernetes service accounts, by EKS's API.
 *
 * @module
 */
export type { CallOptions } from "../http/attempt.ts";
export type {
  PodIdentityAssociation,
  PodIdentityAssociationPage,
  PodIdentityAssociationSummary,
} from "../models/association.ts";
export { decodeAssociation, encodeAssociation } from "../models/association.ts";
export type {
  CreatePodIdentityAssociationInput,
  ListPodIdentityAssociationsInput,
  PodIdentityAssociationKey,
  UpdatePodIdentityAssociationInput,
} from "../models/association-requests.ts";
export type {
  CreatePodIdentityAssociationErrorCode,
  DescribeClusterErrorCode,
  PodIdentityAssociationErrorCode,
  TagErrorCode,
} from "../models/aws-error-codes.ts";
export type { Cluster } from "../models/cluster.ts";
export type { ResponseContext } from "../models/parse.ts";
export type { TagResourceInput, UntagResourceInput } from "../models/tag-requests.ts";
export type { Tags } from "../models/tags.ts";
export {
  createPodIdentityAssociation,
  deletePodIdentityAssociation,
  describePodIdentityAssociation,
  listPodIdentityAssociations,
  updatePodIdentityAssociation,
} from "./associations.ts";
export { describeCluster } from "./describe-cluster.ts";
export { paginatePodIdentityAssociations } from "./paginate-associations.ts";
export { listTagsForResource, tagResource, untagResource } from "./tags.ts";
