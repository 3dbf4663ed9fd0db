import type { Call, EmulatedService } from "./call.ts";
import {
  createPodIdentityAssociation,
  deletePodIdentityAssociation,
  describePodIdentityAssociation,
  updatePodIdentityAssociation,
} from "./eks-associations.ts";
import { assumeRoleForPodIdentity } from "./eks-auth.ts";
import { describeCluster } from "./eks-cluster.ts";
import { listPodIdentityAssociations } from "./eks-list-associations.ts";
import { listTagsForResource, tagResource, untagResource } from "./eks-tags.ts";
import {
  getInstanceMetadata,
  getInstanceRoleCredentials,
  listInstanceRoles,
  putMetadataToken,
} from "./instance-metadata.ts";
import { createServiceAccountToken } from "./kubernetes-token-request.ts";
import { issuerKeys, openIdConfiguration } from "./oidc.ts";
import type { Reply } from "./replies.ts";
import { assumeRole } from "./sts-assume-role.ts";
import { getCallerIdentity } from "./sts-caller-identity.ts";
import { assumeRoleWithWebIdentity } from "./sts-web-identity.ts";
import type { World } from "./world.ts";

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
