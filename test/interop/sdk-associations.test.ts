import {
  CreatePodIdentityAssociationCommand,
  DeletePodIdentityAssociationCommand,
  DescribeClusterCommand,
  DescribePodIdentityAssociationCommand,
  EKSClient,
  ListPodIdentityAssociationsCommand,
  ListTagsForResourceCommand,
  type PodIdentityAssociation,
  ResourceInUseException,
  ResourceNotFoundException,
  TagResourceCommand,
  UntagResourceCommand,
  UpdatePodIdentityAssociationCommand,
} from "@aws-sdk/client-eks";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type EmulatorProcess, startEmulatorProcess } from "../node/cli/podkey-process.ts";
import { ROLE_ARN } from "../support/aws-examples.ts";
import { rejectionOf } from "../support/rejection.ts";
import { stubEnvironment } from "./sdk-environment.ts";

const TARGET_ROLE_ARN = "arn:aws:iam::444455556666:role/orders-reader";
const PAIR = { clusterName: "demo", namespace: "shop" };

/** The members that are always present. The SDK types all members as optional. */
type CompleteAssociation = PodIdentityAssociation & {
  readonly associationArn: string;
  readonly associationId: string;
  readonly createdAt: Date;
};

describe("client-eks of the AWS SDK for JavaScript, pointed at `podkey emulator` by its variables", () => {
  let emulator: EmulatorProcess;
  let eks: EKSClient;

  beforeAll(async () => {
    emulator = await startEmulatorProcess();
    stubEnvironment(emulator.env);
    eks = new EKSClient({});
  });

  afterAll(async () => {
    vi.unstubAllEnvs();
    await emulator.stop();
  });

  async function create(serviceAccount: string): Promise<CompleteAssociation> {
    const input = { ...PAIR, serviceAccount, roleArn: ROLE_ARN, tags: { team: "shop" } };
    const { association } = await eks.send(new CreatePodIdentityAssociationCommand(input));
    return association as CompleteAssociation;
  }

  it("creates an association and reads its times as dates", async () => {
    const association = await create("create");
    expect(association).toMatchObject({ ...PAIR, serviceAccount: "create", roleArn: ROLE_ARN });
    expect(association.tags).toEqual({ team: "shop" });
    expect(association.associationArn.endsWith(`/demo/${association.associationId}`)).toBe(true);
    expect(Math.abs(Date.now() - association.createdAt.getTime())).toBeLessThan(60_000);
    expect(association.modifiedAt).toEqual(association.createdAt);
  });

  it("raises ResourceInUseException with the existing id when the pair is taken", async () => {
    const { associationId } = await create("taken");
    const error = await rejectionOf(create("taken"));
    expect(error).toBeInstanceOf(ResourceInUseException);
    expect(error).toMatchObject({ $metadata: { httpStatusCode: 409 }, clusterName: "demo" });
    expect((error as Error).message).toContain(associationId);
  });

  it("describes what it created", async () => {
    const created = await create("describe");
    const key = { clusterName: "demo", associationId: created.associationId };
    const { association } = await eks.send(new DescribePodIdentityAssociationCommand(key));
    expect(association).toEqual(created);
  });

  it("updates the roles and gets an external id for the target role", async () => {
    const { associationId } = await create("update");
    const { association } = await eks.send(
      new UpdatePodIdentityAssociationCommand({
        clusterName: "demo",
        associationId,
        roleArn: `${ROLE_ARN}-bridge`,
        targetRoleArn: TARGET_ROLE_ARN,
      }),
    );
    expect(association).toMatchObject({ roleArn: `${ROLE_ARN}-bridge`, targetRoleArn: TARGET_ROLE_ARN });
    expect(association?.externalId).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("tags, lists tags and untags", async () => {
    const { associationArn: resourceArn } = await create("tags");
    await eks.send(new TagResourceCommand({ resourceArn, tags: { env: "test", "cost center": "7/a" } }));
    const tagged = await eks.send(new ListTagsForResourceCommand({ resourceArn }));
    expect(tagged.tags).toEqual({ team: "shop", env: "test", "cost center": "7/a" });
    await eks.send(new UntagResourceCommand({ resourceArn, tagKeys: ["team", "cost center"] }));
    const untagged = await eks.send(new ListTagsForResourceCommand({ resourceArn }));
    expect(untagged.tags).toEqual({ env: "test" });
  });

  it("deletes an association and reads it from the response", async () => {
    const created = await create("delete");
    const key = { clusterName: "demo", associationId: created.associationId };
    const { association } = await eks.send(new DeletePodIdentityAssociationCommand(key));
    expect(association).toEqual(created);
    const again = await rejectionOf(eks.send(new DescribePodIdentityAssociationCommand(key)));
    expect(again).toBeInstanceOf(ResourceNotFoundException);
  });

  it("filters a list by namespace and service account", async () => {
    const { associationId } = await create("filter");
    const filter = { ...PAIR, serviceAccount: "filter" };
    const { associations, nextToken } = await eks.send(new ListPodIdentityAssociationsCommand(filter));
    expect(associations?.map((summary) => summary.associationId)).toEqual([associationId]);
    expect(nextToken).toBeUndefined();
    const elsewhere = { clusterName: "demo", namespace: "elsewhere" };
    const none = await eks.send(new ListPodIdentityAssociationsCommand(elsewhere));
    expect(none.associations).toEqual([]);
  });

  it("describes the cluster with the issuer that the emulator serves", async () => {
    const { cluster } = await eks.send(new DescribeClusterCommand({ name: "demo" }));
    expect(cluster?.status).toBe("ACTIVE");
    const issuer = cluster?.identity?.oidc?.issuer ?? "";
    expect(issuer.startsWith(emulator.url)).toBe(true);
    const discovery = await fetch(`${issuer}/.well-known/openid-configuration`);
    expect(await discovery.json()).toMatchObject({ issuer });
  });
});
