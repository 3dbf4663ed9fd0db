import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { assumeRoleForPodIdentity } from "../../src/eks-auth/assume-role-for-pod-identity.ts";
import { type Client, createClient } from "../../src/http/client.ts";
import { type Boto3Process, startBoto3 } from "./boto3-process.ts";
import { type ServedEmulator, serveEmulator } from "./served-emulator.ts";
import { recordPair, wireFormOf } from "./wire-form.ts";

const TOKEN = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJqYW5lIn0.c2lnbmF0dXJl==";

describe("the requests of podkey beside those of boto3 for the same input", () => {
  let served: ServedEmulator;
  let boto3: Boto3Process;
  let client: Client;

  beforeAll(async () => {
    served = await serveEmulator();
    boto3 = startBoto3(served);
    client = createClient(served.settings);
  });

  afterAll(async () => {
    await boto3.close();
    await served.close();
  });

  it.each([
    { clusterName: "demo", token: TOKEN },
    {
      clusterName: "demo_2-A",
      token: TOKEN,
      eksNodeName: "ip-10-0-0-1.us-west-2.compute.internal",
      instanceId: "i-1234567890abcdef0",
      zone: "usw2-az1",
    },
  ])("are equal for AssumeRoleForPodIdentity of $clusterName", async (input) => {
    const pair = await recordPair(served, {
      ours: () => assumeRoleForPodIdentity(client, input),
      theirs: () => boto3.call("eks-auth", "AssumeRoleForPodIdentity", input),
    });
    expect(pair.ours.operation).toBe("AssumeRoleForPodIdentity");
    expect(wireFormOf(pair.ours)).toEqual(wireFormOf(pair.theirs));
  });

  it("read the same credentials from the same answer", async () => {
    const account = { clusterName: "demo", namespace: "shop", serviceAccount: "checkout" };
    served.emulator.addAddonAssociation({
      ...account,
      roleArn: "arn:aws:iam::111122223333:role/checkout",
      ownerArn: "arn:aws:eks:us-west-2:111122223333:addon/demo/vpc-cni/1",
    });
    const token = await served.emulator.issueToken(account);
    const ours = await assumeRoleForPodIdentity(client, { clusterName: "demo", token });
    const { result = {} } = await boto3.call("eks-auth", "AssumeRoleForPodIdentity", {
      clusterName: "demo",
      token,
    });
    const { assumedRoleUser, credentials, ResponseMetadata: _, ...theirs } = result;
    expect(ours).toMatchObject(theirs);
    expect(Object.keys(ours.assumedRoleUser)).toEqual(Object.keys(assumedRoleUser as object));
    const { expiration } = credentials as { expiration: string };
    const apartMs = Math.abs(Date.parse(expiration) - (ours.credentials.expiration?.getTime() ?? 0));
    expect(apartMs).toBeLessThan(60_000);
  });
});
