import { describe, expect, it } from "vitest";
import {
  createPodIdentityAssociation,
  deletePodIdentityAssociation,
  describePodIdentityAssociation,
  listPodIdentityAssociations,
  updatePodIdentityAssociation,
} from "../../../src/eks/associations.ts";
import { describeCluster } from "../../../src/eks/cluster.ts";
import { listTagsForResource, tagResource, untagResource } from "../../../src/eks/tags.ts";
import type { Client } from "../../../src/http/client.ts";
import { ASSOCIATION_ARN, ROLE_ARN } from "../../support/aws-examples.ts";
import { clientThat } from "../../support/bad-input.ts";
import { json } from "../../support/fake-runtime.ts";
import { errorOf } from "../../support/rejection.ts";

const KEY = { clusterName: "demo", associationId: "a-abcdefghijklmnop1" };
const NEW = { clusterName: "demo", namespace: "shop", serviceAccount: "checkout", roleArn: ROLE_ARN };
const RESOURCE = { resourceArn: ASSOCIATION_ARN };

const OPERATIONS: readonly (readonly [name: string, call: (client: Client) => Promise<unknown>])[] = [
  ["CreatePodIdentityAssociation", (client) => createPodIdentityAssociation(client, NEW)],
  ["DescribePodIdentityAssociation", (client) => describePodIdentityAssociation(client, KEY)],
  [
    "UpdatePodIdentityAssociation",
    (client) => updatePodIdentityAssociation(client, { ...KEY, roleArn: ROLE_ARN }),
  ],
  ["DeletePodIdentityAssociation", (client) => deletePodIdentityAssociation(client, KEY)],
  ["ListPodIdentityAssociations", (client) => listPodIdentityAssociations(client, { clusterName: "demo" })],
  ["DescribeCluster", (client) => describeCluster(client, { clusterName: "demo" })],
  ["TagResource", (client) => tagResource(client, { ...RESOURCE, tags: { team: "shop" } })],
  ["UntagResource", (client) => untagResource(client, { ...RESOURCE, tagKeys: ["team"] })],
  ["ListTagsForResource", (client) => listTagsForResource(client, RESOURCE)],
];

describe("an error of EKS", () => {
  it.each(OPERATIONS)("names the operation %s", async (operation, call) => {
    const client = clientThat(json({ code: "NotFoundException" }, 404));

    expect(await errorOf(call(client), "SERVICE")).toMatchObject({ service: "eks", operation });
  });
});
