import {
  createPodIdentityAssociation,
  deletePodIdentityAssociation,
  describePodIdentityAssociation,
  updatePodIdentityAssociation,
} from "./eks/associations.ts";
import { describeCluster } from "./eks/describe-cluster.ts";
import { listPodIdentityAssociations } from "./eks/list-associations.ts";
import { listTagsForResource, tagResource, untagResource } from "./eks/tags.ts";
import { assumeRoleForPodIdentity } from "./eks-auth/assume-role-for-pod-identity.ts";
import {
  getInstanceMetadata,
  getInstanceRoleCredentials,
  listInstanceRoles,
  putMetadataToken,
} from "./instance-metadata/metadata.ts";
import { issuerKeys, openIdConfiguration } from "./kubernetes/oidc.ts";
import { createServiceAccountToken } from "./kubernetes/token-request.ts";
import { assumeRole } from "./sts/assume-role.ts";
import { assumeRoleWithWebIdentity } from "./sts/assume-role-with-web-identity.ts";
import { getCallerIdentity } from "./sts/caller-identity.ts";
import type { Reply } from "./wire/replies.ts";
import type { Call, EmulatedService } from "./world/call.ts";
import type { World } from "./world/world.ts";

type Operation = (world: World, call: Call) => Reply | Promise<Reply>;

const OPERATIONS: Readonly<Record<string, Operation>> = {
  CreatePodIdentityAssociation: createPodIdentityAssociation,
  ListPodIdentityAssociations: listPodIdentityAssociations,
  DescribePodIdentityAssociation: describePodIdentityAssociation,
  UpdatePodIdentityAssociation: updatePodIdentityAssociation,
  DeletePodIdentityAssociation: deletePodIdentityAssociation,
  DescribeCluster: describeCluster,
  TagResource: tagResource,
  UntagResource: untagResource,
  ListTagsForResource: listTagsForResource,
  AssumeRoleForPodIdentity: assumeRoleForPodIdentity,
  AssumeRole: assumeRole,
  AssumeRoleWithWebIdentity: assumeRoleWithWebIdentity,
  GetCallerIdentity: getCallerIdentity,
  OpenIdConfiguration: openIdConfiguration,
  IssuerKeys: issuerKeys,
  CreateServiceAccountToken: createServiceAccountToken,
  PutMetadataToken: putMetadataToken,
  ListInstanceRoles: listInstanceRoles,
  GetInstanceRoleCredentials: getInstanceRoleCredentials,
  GetInstanceMetadata: getInstanceMetadata,
};

/** The operation of a name. */
export function findOperation(name: string | undefined): Operation | undefined {
  return name === undefined ? undefined : OPERATIONS[name];
}

/** Whether callers of an operation must sign. */
export function needsSignature(service: EmulatedService, operation: string | undefined): boolean {
  if (service === "oidc" || service === "kubernetes" || service === "instance-metadata") return false;
  return operation !== "AssumeRoleWithWebIdentity";
}
