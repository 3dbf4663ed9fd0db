import { DescribePodIdentityAssociationCommand, EKSClient } from "@aws-sdk/client-eks";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CredentialProvider } from "../../src/aws/credentials.ts";
import { fromEksAuth } from "../../src/credentials/providers/from-eks-auth.ts";
import { fromTemporaryCredentials } from "../../src/credentials/providers/from-temporary-credentials.ts";
import { fromWebToken } from "../../src/credentials/providers/from-web-token.ts";
import { createPodIdentityAssociation } from "../../src/eks/associations.ts";
import { type Client, createClient } from "../../src/http/client.ts";
import { getCallerIdentity } from "../../src/sts/caller-identity.ts";
import { ROLE_ARN } from "../support/aws-examples.ts";
import { type ServedEmulator, serveEmulator } from "./served-emulator.ts";

const PAIR = { clusterName: "demo", namespace: "shop", serviceAccount: "checkout" };
const ASSUMED = "arn:aws:sts::111122223333:assumed-role/checkout";

describe("the providers of podkey in the AWS SDK for JavaScript", () => {
  let served: ServedEmulator;
  let client: Client;
  let associationId: string;

  beforeAll(async () => {
    served = await serveEmulator();
    client = createClient(served.settings);
    const association = await createPodIdentityAssociation(client, { ...PAIR, roleArn: ROLE_ARN });
    associationId = association.associationId;
  });

  afterAll(() => served.close());

  async function callerOf(credentials: CredentialProvider): Promise<string | undefined> {
    const sts = new STSClient({ ...served.settings, credentials });
    return (await sts.send(new GetCallerIdentityCommand({}))).Arn;
  }

  async function expectWorkingEks(credentials: CredentialProvider): Promise<void> {
    const eks = new EKSClient({ ...served.settings, credentials });
    const key = { clusterName: "demo", associationId };
    const { association } = await eks.send(new DescribePodIdentityAssociationCommand(key));
    expect(association).toMatchObject(PAIR);
  }

  it("fromTemporaryCredentials signs the SDK's calls as the assumed role", async () => {
    const provider = fromTemporaryCredentials({ client, roleArn: ROLE_ARN, roleSessionName: "interop" });
    await expectWorkingEks(provider);
    expect(await callerOf(provider)).toBe(`${ASSUMED}/interop`);
  });

  it("fromEksAuth signs the SDK's calls as the role of the pod", async () => {
    const provider = fromEksAuth({
      client,
      clusterName: "demo",
      token: () => served.emulator.issueToken(PAIR),
    });
    await expectWorkingEks(provider);
    expect(await callerOf(provider)).toContain(`${ASSUMED}/eks-demo-checkout-0-`);
  });

  it("fromWebToken signs the SDK's calls as the role of the token", async () => {
    const provider = fromWebToken({
      client,
      roleArn: ROLE_ARN,
      roleSessionName: "interop",
      token: () => served.emulator.issueToken({ ...PAIR, audience: "sts.amazonaws.com" }),
    });
    await expectWorkingEks(provider);
    expect(await callerOf(provider)).toBe(`${ASSUMED}/interop`);
  });

  it("are called once by an SDK client that makes many calls", async () => {
    const provider = fromTemporaryCredentials({ client, roleArn: ROLE_ARN });
    const sts = new STSClient({ ...served.settings, credentials: provider });
    served.emulator.clearRequests();
    await Promise.all(Array.from({ length: 5 }, () => sts.send(new GetCallerIdentityCommand({}))));
    const operations = served.emulator.requests.map(({ operation }) => operation);
    expect(operations.filter((operation) => operation === "AssumeRole")).toHaveLength(1);
  });

  it("can be replaced by a provider of the SDK, which then signs podkey's calls", async () => {
    const { credentials } = new STSClient(served.settings).config;
    const ours = createClient({ ...served.settings, credentials: () => credentials() });
    expect((await getCallerIdentity(ours)).arn).toBe("arn:aws:iam::111122223333:user/podkey");
  });
});
