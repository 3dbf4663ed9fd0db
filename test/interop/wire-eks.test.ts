import {
  CreatePodIdentityAssociationCommand,
  DeletePodIdentityAssociationCommand,
  DescribeClusterCommand,
  DescribePodIdentityAssociationCommand,
  EKSClient,
  ListPodIdentityAssociationsCommand,
  ListTagsForResourceCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdatePodIdentityAssociationCommand,
} from "@aws-sdk/client-eks";
import { afterAll, beforeAll, describe, it } from "vitest";
import {
  createPodIdentityAssociation,
  deletePodIdentityAssociation,
  describePodIdentityAssociation,
  listPodIdentityAssociations,
  updatePodIdentityAssociation,
} from "../../src/eks/associations.ts";
import { describeCluster } from "../../src/eks/cluster.ts";
import { listTagsForResource, tagResource, untagResource } from "../../src/eks/tags.ts";
import { type Client, createClient } from "../../src/http/client.ts";
import { ASSOCIATION_ARN, ROLE_ARN } from "../support/aws-examples.ts";
import { type ServedEmulator, serveEmulator } from "./served-emulator.ts";
import { expectSameRequest } from "./wire-form.ts";

const TOKEN = "11bf5b37-e0b8-42e0-8dcf-dc8c4aefc000";
const POLICY = JSON.stringify({ Version: "2012-10-17", Statement: [] });
const PAIR = { clusterName: "demo", namespace: "shop", serviceAccount: "checkout" };
const KEY = { clusterName: "demo", associationId: "a-abcdefghijklmnop1" };
const TAGS = { team: "shop", "cost center": "7/a+b=c", "Größe ☃": "naïve '*'" };

describe("the requests of podkey beside those of client-eks for the same input", () => {
  let served: ServedEmulator;
  let eks: EKSClient;
  let client: Client;

  beforeAll(async () => {
    served = await serveEmulator();
    eks = new EKSClient(served.settings);
    client = createClient(served.settings);
  });

  afterAll(() => served.close());

  it("are equal for CreatePodIdentityAssociation with the required members", async () => {
    const input = { ...PAIR, roleArn: ROLE_ARN, clientRequestToken: TOKEN };
    await expectSameRequest(served, {
      ours: () => createPodIdentityAssociation(client, input),
      theirs: () => eks.send(new CreatePodIdentityAssociationCommand(input)),
    });
  });

  it("are equal for CreatePodIdentityAssociation with every member", async () => {
    const input = {
      ...PAIR,
      roleArn: ROLE_ARN,
      targetRoleArn: "arn:aws:iam::444455556666:role/path/orders-reader",
      policy: POLICY,
      disableSessionTags: true,
      tags: TAGS,
      clientRequestToken: TOKEN,
    };
    await expectSameRequest(served, {
      ours: () => createPodIdentityAssociation(client, input),
      theirs: () => eks.send(new CreatePodIdentityAssociationCommand(input)),
    });
  });

  it("are equal for DescribePodIdentityAssociation", async () => {
    await expectSameRequest(served, {
      ours: () => describePodIdentityAssociation(client, KEY),
      theirs: () => eks.send(new DescribePodIdentityAssociationCommand(KEY)),
    });
  });

  it("are equal for an association id that has to be escaped", async () => {
    const key = { clusterName: "demo", associationId: "a b/c:d*'(é)~" };
    await expectSameRequest(served, {
      ours: () => describePodIdentityAssociation(client, key),
      theirs: () => eks.send(new DescribePodIdentityAssociationCommand(key)),
    });
  });

  it("are equal for UpdatePodIdentityAssociation with every member", async () => {
    const input = {
      ...KEY,
      roleArn: ROLE_ARN,
      targetRoleArn: "arn:aws:iam::444455556666:role/orders-reader",
      policy: POLICY,
      disableSessionTags: true,
      clientRequestToken: TOKEN,
    };
    await expectSameRequest(served, {
      ours: () => updatePodIdentityAssociation(client, input),
      theirs: () => eks.send(new UpdatePodIdentityAssociationCommand(input)),
    });
  });

  it("are equal for UpdatePodIdentityAssociation that clears the target role and the policy", async () => {
    const input = {
      ...KEY,
      targetRoleArn: "",
      policy: "",
      disableSessionTags: false,
      clientRequestToken: TOKEN,
    };
    await expectSameRequest(served, {
      ours: () => updatePodIdentityAssociation(client, input),
      theirs: () => eks.send(new UpdatePodIdentityAssociationCommand(input)),
    });
  });

  it("are equal for DeletePodIdentityAssociation", async () => {
    await expectSameRequest(served, {
      ours: () => deletePodIdentityAssociation(client, KEY),
      theirs: () => eks.send(new DeletePodIdentityAssociationCommand(KEY)),
    });
  });

  it.each([
    { clusterName: "demo" },
    { ...PAIR, maxResults: 7 },
    { clusterName: "demo", nextToken: "bi8+/=a b&c*~" },
  ])("are equal for ListPodIdentityAssociations of %o", async (input) => {
    await expectSameRequest(served, {
      ours: () => listPodIdentityAssociations(client, input),
      theirs: () => eks.send(new ListPodIdentityAssociationsCommand(input)),
    });
  });

  it("are equal for TagResource", async () => {
    const input = { resourceArn: ASSOCIATION_ARN, tags: TAGS };
    await expectSameRequest(served, {
      ours: () => tagResource(client, input),
      theirs: () => eks.send(new TagResourceCommand(input)),
    });
  });

  it("are equal for UntagResource", async () => {
    const input = { resourceArn: ASSOCIATION_ARN, tagKeys: Object.keys(TAGS) };
    await expectSameRequest(served, {
      ours: () => untagResource(client, input),
      theirs: () => eks.send(new UntagResourceCommand(input)),
    });
  });

  it("are equal for ListTagsForResource", async () => {
    const input = { resourceArn: ASSOCIATION_ARN };
    await expectSameRequest(served, {
      ours: () => listTagsForResource(client, input),
      theirs: () => eks.send(new ListTagsForResourceCommand(input)),
    });
  });

  it("are equal for DescribeCluster", async () => {
    await expectSameRequest(served, {
      ours: () => describeCluster(client, { clusterName: "demo" }),
      theirs: () => eks.send(new DescribeClusterCommand({ name: "demo" })),
    });
  });
});
