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
import { issuerConfiguration, issuerKeys, serverConfiguration, serverKeys } from "./kubernetes/oidc.ts";
import { createServiceAccountToken } from "./kubernetes/token-request.ts";
import { assumeRole } from "./sts/assume-role.ts";
import { assumeRoleWithWebIdentity } from "./sts/assume-role-with-web-identity.ts";
import { getCallerIdentity } from "./sts/caller-identity.ts";
import type { Reply } from "./wire/replies.ts";
import type { Call, EmulatedService } from "./world/call.ts";
import type { World } from "./world/world.ts";

/** Performs an operation. Throws an `AwsError` or a `KubernetesError` to answer with an error. */
export type Handler = (world: World, call: Call) => Reply | Promise<Reply>;

/** An operation of an emulated service. */
export type OperationRow = readonly [
  service: EmulatedService,
  /** The name in faults and in the request log. For STS it is the `Action` that chooses the operation. */
  name: string,
  method: string,
  /** `{label}` stands for one non-empty segment, `{label+}` for the rest of the path. */
  path: string,
  /** Whether the caller must sign with Signature Version 4. */
  authentication: "signed" | "unsigned",
  handle: Handler,
];

const ASSOCIATIONS = "/clusters/{clusterName}/pod-identity-associations";
const ASSOCIATION = `${ASSOCIATIONS}/{associationId}`;
const ASSUME_ROLE = "/clusters/{clusterName}/assume-role-for-pod-identity";
const TAGS = "/tags/{resourceArn+}";
const CLUSTER_API = "/k8s/{clusterName}";
const TOKEN = `${CLUSTER_API}/api/v1/namespaces/{namespace}/serviceaccounts/{name}/token`;
const DISCOVERY = "/.well-known/openid-configuration";
const METADATA = "/latest/meta-data/";
const ROLES = `${METADATA}iam/security-credentials/`;
const ROLE = `${ROLES}{roleName}`;

/** All operations of the emulator. */
export const OPERATIONS: readonly OperationRow[] = [
  ["eks", "CreatePodIdentityAssociation", "POST", ASSOCIATIONS, "signed", createPodIdentityAssociation],
  ["eks", "ListPodIdentityAssociations", "GET", ASSOCIATIONS, "signed", listPodIdentityAssociations],
  ["eks", "DescribePodIdentityAssociation", "GET", ASSOCIATION, "signed", describePodIdentityAssociation],
  ["eks", "UpdatePodIdentityAssociation", "POST", ASSOCIATION, "signed", updatePodIdentityAssociation],
  ["eks", "DeletePodIdentityAssociation", "DELETE", ASSOCIATION, "signed", deletePodIdentityAssociation],
  ["eks", "DescribeCluster", "GET", "/clusters/{clusterName}", "signed", describeCluster],
  ["eks", "TagResource", "POST", TAGS, "signed", tagResource],
  ["eks", "UntagResource", "DELETE", TAGS, "signed", untagResource],
  ["eks", "ListTagsForResource", "GET", TAGS, "signed", listTagsForResource],
  ["eks-auth", "AssumeRoleForPodIdentity", "POST", ASSUME_ROLE, "signed", assumeRoleForPodIdentity],
  ["sts", "AssumeRole", "POST", "/", "signed", assumeRole],
  ["sts", "AssumeRoleWithWebIdentity", "POST", "/", "unsigned", assumeRoleWithWebIdentity],
  ["sts", "GetCallerIdentity", "POST", "/", "signed", getCallerIdentity],
  ["oidc", "OpenIdConfiguration", "GET", `/id/{clusterId}${DISCOVERY}`, "unsigned", issuerConfiguration],
  ["oidc", "IssuerKeys", "GET", "/id/{clusterId}/keys", "unsigned", issuerKeys],
  ["kubernetes", "OpenIdConfiguration", "GET", CLUSTER_API + DISCOVERY, "unsigned", serverConfiguration],
  ["kubernetes", "IssuerKeys", "GET", `${CLUSTER_API}/openid/v1/jwks`, "unsigned", serverKeys],
  ["kubernetes", "CreateServiceAccountToken", "POST", TOKEN, "unsigned", createServiceAccountToken],
  ["instance-metadata", "PutMetadataToken", "PUT", "/latest/api/token", "unsigned", putMetadataToken],
  ["instance-metadata", "ListInstanceRoles", "GET", ROLES, "unsigned", listInstanceRoles],
  ["instance-metadata", "GetInstanceRoleCredentials", "GET", ROLE, "unsigned", getInstanceRoleCredentials],
  ["instance-metadata", "GetInstanceMetadata", "GET", `${METADATA}{path+}`, "unsigned", getInstanceMetadata],
];
