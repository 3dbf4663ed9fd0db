import type { CreatePodIdentityAssociationInput } from "../../src/eks/association-requests.ts";
import {
  createPodIdentityAssociation,
  deletePodIdentityAssociation,
  describePodIdentityAssociation,
  listPodIdentityAssociations,
  paginatePodIdentityAssociations,
  updatePodIdentityAssociation,
} from "../../src/eks/associations.ts";
import { describeCluster } from "../../src/eks/cluster.ts";
import { listTagsForResource, tagResource, untagResource } from "../../src/eks/tags.ts";
import { ASSOCIATION_ARN, ROLE_ARN } from "./aws-examples.ts";
import { type BadInput, clientThat, untyped } from "./bad-input.ts";

const LONE_SURROGATE = "\ud800";
const KEY = { clusterName: "demo", associationId: "a-abcdefghijklmnop1" };

function manyTags(count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`key-${index}`, "value"]));
}

function create(name: string, change: Record<string, unknown>, field = Object.keys(change)[0]): BadInput {
  const input = { clusterName: "demo", namespace: "shop", serviceAccount: "checkout", roleArn: ROLE_ARN };
  const run = () =>
    createPodIdentityAssociation(
      clientThat(undefined),
      untyped<CreatePodIdentityAssociationInput>({ ...input, ...change }),
    );
  return {
    name: `to create with ${name}`,
    run,
    code: "INVALID_REQUEST",
    facts: { field, operation: "CreatePodIdentityAssociation" },
  };
}

function update(name: string, change: Record<string, unknown>, field: string): BadInput {
  const run = () => updatePodIdentityAssociation(clientThat(undefined), { ...KEY, ...change });
  return {
    name: `to update with ${name}`,
    run,
    code: "INVALID_REQUEST",
    facts: { field, operation: "UpdatePodIdentityAssociation" },
  };
}

function list(name: string, change: Record<string, unknown>): BadInput {
  const run = () => listPodIdentityAssociations(clientThat(undefined), { clusterName: "demo", ...change });
  return {
    name: `to list with ${name}`,
    run,
    code: "INVALID_REQUEST",
    facts: { field: Object.keys(change)[0], operation: "ListPodIdentityAssociations" },
  };
}

function call(name: string, field: string, operation: string, run: () => Promise<unknown>): BadInput {
  return { name, run, code: "INVALID_REQUEST", facts: { field, operation } };
}

const CREATES: readonly BadInput[] = [
  create("no cluster name", { clusterName: undefined }),
  create("an empty cluster name", { clusterName: "" }),
  create("the cluster name '.'", { clusterName: "." }),
  create("the cluster name '..'", { clusterName: ".." }),
  create("a cluster name that begins with a hyphen", { clusterName: "-demo" }),
  create("a slash in the cluster name", { clusterName: "demo/../prod" }),
  create("a cluster name of 101 characters", { clusterName: "a".repeat(101) }),
  create("an empty namespace", { namespace: "" }),
  create("capitals in the namespace", { namespace: "Shop" }),
  create("dots in the namespace", { namespace: "shop.eu" }),
  create("a namespace of 64 characters", { namespace: "a".repeat(64) }),
  create("a namespace that ends with a hyphen", { namespace: "shop-" }),
  create("a namespace that is a number", { namespace: 5 }),
  create("an empty service account", { serviceAccount: "" }),
  create("the service account '..'", { serviceAccount: ".." }),
  create("an underscore in the service account", { serviceAccount: "check_out" }),
  create("a service account of 254 characters", { serviceAccount: "a".repeat(254) }),
  create("a user's ARN for the role", { roleArn: "arn:aws:iam::111122223333:user/alice" }),
  create("a role ARN of eleven account digits", { roleArn: "arn:aws:iam::11112222333:role/checkout" }),
  create("a role name instead of an ARN", { roleArn: "checkout" }),
  create("a role ARN with a line break after it", { roleArn: `${ROLE_ARN}\n` }),
  create("a role ARN of 2049 characters", { roleArn: ROLE_ARN.padEnd(2049, "x") }),
  create("a malformed target role", { targetRoleArn: "arn:aws:iam::role/other" }),
  create("an empty idempotency token", { clientRequestToken: "" }),
  create("a disableSessionTags that is a string", { disableSessionTags: "true" }),
  create("a policy that is not JSON", { policy: "allow all", disableSessionTags: true }),
  create("a policy that is a JSON array", { policy: "[]", disableSessionTags: true }),
  create("a policy without disableSessionTags", { policy: "{}" }),
  create("a policy and disableSessionTags: false", { policy: "{}", disableSessionTags: false }),
  create("51 tags", { tags: manyTags(51) }),
  create("an empty tag key", { tags: { "": "value" } }),
  create("a tag key of 129 characters", { tags: { ["k".repeat(129)]: "value" } }),
  create("a tag value of 257 characters", { tags: { team: "v".repeat(257) } }),
  create("the reserved prefix in a tag key", { tags: { "aws:team": "shop" } }),
  create("the reserved prefix in capitals in a tag key", { tags: { "AWS:team": "shop" } }),
  create("the reserved prefix in a tag value", { tags: { team: "aws:shop" } }),
  create("the reserved prefix in mixed case in a tag value", { tags: { team: "aWs:shop" } }),
  create("a tag value that is a number", { tags: { team: 5 } }, "tags.team"),
];

const CHANGES: readonly BadInput[] = [
  update("no change", {}, "the input"),
  update("an idempotency token alone", { clientRequestToken: "again" }, "the input"),
  update("changes that are all undefined", { roleArn: undefined }, "the input"),
  update("an empty role", { roleArn: "" }, "roleArn"),
  update("a malformed target role", { targetRoleArn: "other" }, "targetRoleArn"),
  update("a target role that is a number", { targetRoleArn: 5 }, "targetRoleArn"),
  update("a policy that is not JSON", { policy: "{" }, "policy"),
  update("a policy and disableSessionTags: false", { policy: "{}", disableSessionTags: false }, "policy"),
  update("an empty association id", { associationId: "", disableSessionTags: true }, "associationId"),
];

const READS: readonly BadInput[] = [
  ...["", ".", "..", LONE_SURROGATE].flatMap((associationId) => [
    call(
      `to describe the id ${JSON.stringify(associationId)}`,
      "associationId",
      "DescribePodIdentityAssociation",
      () => describePodIdentityAssociation(clientThat(undefined), { ...KEY, associationId }),
    ),
    call(
      `to delete the id ${JSON.stringify(associationId)}`,
      "associationId",
      "DeletePodIdentityAssociation",
      () => deletePodIdentityAssociation(clientThat(undefined), { ...KEY, associationId }),
    ),
  ]),
  list("a page size of 0", { maxResults: 0 }),
  list("a page size of 101", { maxResults: 101 }),
  list("a page size of 1.5", { maxResults: 1.5 }),
  list("a page size that is not a number", { maxResults: Number.NaN }),
  list("an empty token", { nextToken: "" }),
  list("an empty namespace", { namespace: "" }),
  list("capitals in the service account", { serviceAccount: "Checkout" }),
  call("to iterate over a cluster named '..'", "clusterName", "ListPodIdentityAssociations", () =>
    paginatePodIdentityAssociations(clientThat(undefined), { clusterName: ".." }).next(),
  ),
  call("to describe a cluster without a name", "clusterName", "DescribeCluster", () =>
    describeCluster(clientThat(undefined), { clusterName: "" }),
  ),
];

const TAGS: readonly BadInput[] = [
  call("to tag a resource whose ARN is malformed", "resourceArn", "TagResource", () =>
    tagResource(clientThat(undefined), { resourceArn: "..", tags: { team: "shop" } }),
  ),
  call("to tag a resource of another service", "resourceArn", "TagResource", () =>
    tagResource(clientThat(undefined), { resourceArn: ROLE_ARN, tags: { team: "shop" } }),
  ),
  call("to tag with no tags", "tags", "TagResource", () =>
    tagResource(clientThat(undefined), { resourceArn: ASSOCIATION_ARN, tags: {} }),
  ),
  call("to tag with the reserved prefix", "tags", "TagResource", () =>
    tagResource(clientThat(undefined), { resourceArn: ASSOCIATION_ARN, tags: { "Aws:team": "shop" } }),
  ),
  call("to untag no keys", "tagKeys", "UntagResource", () =>
    untagResource(clientThat(undefined), { resourceArn: ASSOCIATION_ARN, tagKeys: [] }),
  ),
  call("to untag 51 keys", "tagKeys", "UntagResource", () =>
    untagResource(clientThat(undefined), {
      resourceArn: ASSOCIATION_ARN,
      tagKeys: Object.keys(manyTags(51)),
    }),
  ),
  call("to untag an empty key", "tagKeys.0", "UntagResource", () =>
    untagResource(clientThat(undefined), { resourceArn: ASSOCIATION_ARN, tagKeys: [""] }),
  ),
  call("to list the tags of an empty ARN", "resourceArn", "ListTagsForResource", () =>
    listTagsForResource(clientThat(undefined), { resourceArn: "" }),
  ),
];

/** Requests to EKS that must be refused before they are sent. */
export const BAD_EKS_REQUESTS: readonly BadInput[] = [...CREATES, ...CHANGES, ...READS, ...TAGS];
