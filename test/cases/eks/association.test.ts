import { describe, expect, it } from "vitest";
import {
  decodeContainerCredentials,
  encodeContainerCredentials,
} from "../../../src/credentials/providers/container/response.ts";
import { encodePodIdentityAssociation } from "../../../src/eks/association.ts";
import {
  describePodIdentityAssociation,
  listPodIdentityAssociations,
} from "../../../src/eks/associations.ts";
import { describeCluster } from "../../../src/eks/cluster.ts";
import { decodeServiceAccountClaims } from "../../../src/tokens/service-account-token.ts";
import { ASSOCIATION, CONTAINER_BODY } from "../../support/aws-examples.ts";
import { clientThat } from "../../support/bad-input.ts";
import { json } from "../../support/fake-runtime.ts";
import { POD_CLAIMS } from "../../support/unsigned-token.ts";

const CONTEXT = { service: "eks", operation: "DescribePodIdentityAssociation" };
const FULL = {
  ...ASSOCIATION,
  tags: { team: "shop", "": "" },
  createdAt: 1_772_366_400.734,
  modifiedAt: 1_772_366_401,
  ownerArn: "arn:aws:eks:us-west-2:111122223333:addon/demo/example/1",
  disableSessionTags: true,
  targetRoleArn: "arn:aws:iam::444455556666:role/target",
  externalId: "us-west-2/111122223333/demo/shop/checkout/a",
  policy: '{"Version":"2012-10-17"}',
};

/** Describes an association, which the service returns as given. */
function described(association: object): ReturnType<typeof describePodIdentityAssociation> {
  return describePodIdentityAssociation(clientThat(json({ association })), {
    clusterName: "demo",
    associationId: "a",
  });
}

describe("an association", () => {
  it("has every member decoded", async () => {
    expect(await described(FULL)).toEqual({
      ...FULL,
      createdAt: new Date(1_772_366_400_734),
      modifiedAt: new Date(1_772_366_401_000),
    });
  });

  it("is encoded back to the JSON that it was decoded from", async () => {
    expect(encodePodIdentityAssociation(await described(FULL))).toEqual(FULL);
  });

  it("is valid without its optional members", async () => {
    const association = await described(ASSOCIATION);

    expect(association).toEqual(ASSOCIATION);
    expect(encodePodIdentityAssociation(association)).toEqual(ASSOCIATION);
  });

  it("keeps members that podkey does not know when it is decoded and encoded", async () => {
    const future = { ...FULL, network: { mode: "new" }, list: [1, { deep: true }] };
    const association = await described(future);

    expect(association).toMatchObject({ network: { mode: "new" }, list: [1, { deep: true }] });
    expect(encodePodIdentityAssociation(association)).toEqual(future);
  });

  it("drops members that are null, at every depth", async () => {
    const nulls = {
      ownerArn: null,
      policy: null,
      tags: { team: "shop", none: null },
      future: { a: null, b: [{ c: null }] },
    };

    expect(await described({ ...ASSOCIATION, ...nulls })).toEqual({
      ...ASSOCIATION,
      tags: { team: "shop" },
      future: { b: [{}] },
    });
  });

  it("accepts 0 as its creation time", async () => {
    const association = await described({ ...ASSOCIATION, createdAt: 0 });

    expect(encodePodIdentityAssociation(association)).toEqual({ ...ASSOCIATION, createdAt: 0 });
  });
});

describe("a page of associations", () => {
  it("keeps its token, its items and members that podkey does not know", async () => {
    const page = { associations: [{ ...ASSOCIATION, future: 1 }], nextToken: "next", total: 7 };

    expect(await listPodIdentityAssociations(clientThat(json(page)), { clusterName: "demo" })).toEqual(page);
  });
});

describe("a cluster", () => {
  it("is decoded with its creation time as a Date, and keeps its other members", async () => {
    const cluster = {
      name: "demo",
      arn: "arn:aws:eks:us-west-2:111122223333:cluster/demo",
      status: "ACTIVE",
      version: "1.33",
      endpoint: "https://example.com",
      createdAt: 1_772_366_400.5,
      identity: { oidc: { issuer: "https://oidc.example.com/id/EXAMPLE" } },
      resourcesVpcConfig: { vpcId: "vpc-1" },
    };

    expect(await describeCluster(clientThat(json({ cluster })), { clusterName: "demo" })).toEqual({
      ...cluster,
      createdAt: new Date(1_772_366_400_500),
    });
  });
});

describe("container credentials", () => {
  it("are encoded back as they were, with the expiration to the millisecond", () => {
    const credentials = decodeContainerCredentials(CONTAINER_BODY, CONTEXT);

    expect(encodeContainerCredentials(credentials)).toEqual({
      ...CONTAINER_BODY,
      Expiration: "2026-03-01T18:00:00.000Z",
    });
  });

  it("are valid without an account, and are decoded without unknown members", () => {
    const { AccountId: _, ...body } = CONTAINER_BODY;
    const credentials = decodeContainerCredentials({ ...body, RoleArn: "arn", Code: "Success" }, CONTEXT);

    expect(new Set(Object.keys(credentials))).toEqual(
      new Set(["accessKeyId", "expiration", "secretAccessKey", "sessionToken"]),
    );
  });
});

describe("the claims of a service-account token", () => {
  it("have their audience as a list, and keep claims that podkey does not know", () => {
    const claims = decodeServiceAccountClaims({ ...POD_CLAIMS, aud: "one", jti: "example" }, "/token");

    expect(claims).toEqual({ ...POD_CLAIMS, aud: ["one"], jti: "example" });
  });

  it("are valid without the claims of Kubernetes", () => {
    const { "kubernetes.io": _, ...claims } = POD_CLAIMS;

    expect(decodeServiceAccountClaims(claims, "/token")).toEqual(claims);
  });
});
