import { decodeJwt } from "jose";
import { describe, expect, test } from "vitest";
import { emulateAws, PAIR, readAssociation, xmlElement } from "./emulated-aws.ts";

interface PartitionFacts {
  readonly partition: string;
  readonly region: string;
  readonly dns: string;
  readonly dualStackDns: string;
}

// Written out, not read from src/aws/partitions.ts, so that a wrong table fails here.
const PARTITIONS: readonly PartitionFacts[] = [
  { partition: "aws", region: "eu-west-1", dns: "amazonaws.com", dualStackDns: "api.aws" },
  {
    partition: "aws-cn",
    region: "cn-north-1",
    dns: "amazonaws.com.cn",
    dualStackDns: "api.amazonwebservices.com.cn",
  },
  { partition: "aws-us-gov", region: "us-gov-west-1", dns: "amazonaws.com", dualStackDns: "api.aws" },
  { partition: "aws-iso", region: "us-iso-east-1", dns: "c2s.ic.gov", dualStackDns: "api.aws.ic.gov" },
  { partition: "aws-iso-b", region: "us-isob-east-1", dns: "sc2s.sgov.gov", dualStackDns: "api.aws.scloud" },
  {
    partition: "aws-iso-e",
    region: "eu-isoe-west-1",
    dns: "cloud.adc-e.uk",
    dualStackDns: "api.cloud-aws.adc-e.uk",
  },
  {
    partition: "aws-iso-f",
    region: "us-isof-south-1",
    dns: "csp.hci.ic.gov",
    dualStackDns: "api.aws.hci.ic.gov",
  },
  {
    partition: "aws-eusc",
    region: "eusc-de-east-1",
    dns: "amazonaws.eu",
    dualStackDns: "api.amazonwebservices.eu",
  },
];

describe.each(PARTITIONS)("an emulator in $region", ({ partition, region, dns, dualStackDns }) => {
  const account = "111122223333";
  const roleArn = `arn:${partition}:iam::${account}:role/cart`;
  const eks = { region, origin: `https://eks.${region}.${dns}` };
  const sts = { region, origin: `https://sts.${region}.${dns}` };

  test("names its user and its role sessions in ARNs of the partition", async () => {
    const aws = emulateAws({ region });
    const user = await (await aws.callSts({ Action: "GetCallerIdentity" }, sts)).text();
    expect(xmlElement(user, "Arn")).toBe(`arn:${partition}:iam::${account}:user/podkey`);
    const parameters = { Action: "AssumeRole", RoleArn: roleArn, RoleSessionName: "test" };
    const session = await (await aws.callSts(parameters, sts)).text();
    expect(xmlElement(session, "Arn")).toBe(`arn:${partition}:sts::${account}:assumed-role/cart/test`);
  });

  test("names clusters and associations in ARNs of the partition", async () => {
    const aws = emulateAws({ region });
    const { cluster } = (await (await aws.call("eks", "/clusters/demo", eks)).json()) as {
      cluster: { arn: string };
    };
    expect(cluster.arn).toBe(`arn:${partition}:eks:${region}:${account}:cluster/demo`);
    const path = "/clusters/demo/pod-identity-associations";
    const request = { ...eks, method: "POST", body: JSON.stringify({ ...PAIR, roleArn }) };
    const association = await readAssociation(await aws.call("eks", path, request));
    const resource = `podidentityassociation/demo/${association.associationId}`;
    expect(association["associationArn"]).toBe(`arn:${partition}:eks:${region}:${account}:${resource}`);
  });

  test("serves the issuer and the Kubernetes API of a cluster at hosts of the partition", async () => {
    const aws = emulateAws({ region });
    const { cluster } = (await (await aws.call("eks", "/clusters/demo", eks)).json()) as {
      cluster: { endpoint: string; identity: { oidc: { issuer: string } } };
    };
    const { issuer } = cluster.identity.oidc;
    expect(issuer).toMatch(new RegExp(`^https://oidc\\.eks\\.${region}\\.${dns}/id/[0-9A-F]{32}$`));
    expect(decodeJwt(await aws.emulator.issueToken({ clusterName: "demo", ...PAIR })).iss).toBe(issuer);
    expect(cluster.endpoint).toMatch(
      new RegExp(`^https://[0-9A-F]{32}\\.gr7\\.${region}\\.eks\\.${dns.replaceAll(".", "\\.")}$`),
    );
    for (const url of [
      `${issuer}/.well-known/openid-configuration`,
      `${cluster.endpoint}/.well-known/openid-configuration`,
    ]) {
      expect((await aws.emulator.fetch(url)).status).toBe(200);
    }
  });

  test.each([
    ["eks", "eks", dns],
    ["eks", "eks", dualStackDns],
    ["eks", "eks-fips", dualStackDns],
    ["sts", "sts", dualStackDns],
    ["eks-auth", "eks-auth", dualStackDns],
    ["eks", "vpce-0123456789abcdef0-abcdefgh.eks", `vpce.${dns}`],
  ] as const)("answers as %s at %s.{region}.%s", async (service, label, suffix) => {
    const aws = emulateAws({ region });
    const url = `https://${label}.${region}.${suffix}/?Action=GetCallerIdentity`;
    await aws.emulator.fetch(url);
    expect(aws.emulator.requests[0]?.service).toBe(service);
  });

  test("has no hosts of another partition's domain", async () => {
    const others = PARTITIONS.filter((other) => other.dns !== dns);
    for (const other of others) {
      for (const suffix of [other.dns, other.dualStackDns]) {
        const url = `https://eks.${region}.${suffix}/`;
        await expect(emulateAws({ region }).emulator.fetch(url)).rejects.toMatchObject({
          cause: { code: "ENOTFOUND" },
        });
      }
    }
  });
});
