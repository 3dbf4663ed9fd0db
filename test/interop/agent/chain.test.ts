import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DescribePodIdentityAssociationCommand, EKSClient } from "@aws-sdk/client-eks";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createPodIdentityAssociation } from "../../../src/eks/associations.ts";
import type { EmulatorSession } from "../../../src/emulator/world/principals.ts";
import { createClient } from "../../../src/http/client.ts";
import { ROLE_ARN } from "../../support/aws-examples.ts";
import { type ServedEmulator, serveEmulator } from "../served-emulator.ts";
import { requestToken } from "../token-request.ts";
import { type Boto3Pod, startBoto3Pod } from "./boto3.ts";
import { enterPod } from "./clients.ts";
import { type AgentCommand, startAgentCommand } from "./command.ts";
import { CHECKOUT, lastSigner } from "./pod.ts";

const ROLE_SESSION = /^arn:aws:sts::111122223333:assumed-role\/checkout\/eks-demo-checkout-0-/;

/** The session tags that EKS Auth sets for the pod. */
const SESSION_TAGS = {
  "eks-cluster-arn": "arn:aws:eks:us-west-2:111122223333:cluster/demo",
  "eks-cluster-name": "demo",
  "kubernetes-namespace": "shop",
  "kubernetes-service-account": "checkout",
  "kubernetes-pod-name": "checkout-0",
  "kubernetes-pod-uid": expect.stringMatching(/^[0-9a-f-]{36}$/),
};

describe("an association, a TokenRequest, a token file, `podkey agent` and an SDK", () => {
  let served: ServedEmulator;
  let agent: AgentCommand;
  let boto3: Boto3Pod;
  let folder: string;

  beforeAll(async () => {
    served = await serveEmulator();
    agent = await startAgentCommand(served);
    boto3 = startBoto3Pod();
    folder = await mkdtemp(join(tmpdir(), "podkey-chain-"));
  });

  afterAll(async () => {
    vi.unstubAllEnvs();
    await boto3.close();
    await agent.stop();
    await served.close();
    await rm(folder, { recursive: true });
  });

  /** Does what the webhook of EKS and the kubelet do for a pod: writes the token file and returns the variables. */
  async function startPod(): Promise<Record<string, string>> {
    const tokenFile = join(folder, "eks-pod-identity-token");
    await writeFile(tokenFile, await requestToken(served.url, "pods.eks.amazonaws.com"));
    return {
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `${agent.url}/v1/credentials`,
      AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: tokenFile,
      AWS_REGION: "us-west-2",
      AWS_DEFAULT_REGION: "us-west-2",
      AWS_ENDPOINT_URL: served.url,
    };
  }

  const signer = (): EmulatorSession | undefined => lastSigner(served);

  it("lead to a signed call as the associated role", async () => {
    const administrator = createClient(served.settings);
    const pair = { ...CHECKOUT, roleArn: ROLE_ARN };
    const { associationId } = await createPodIdentityAssociation(administrator, pair);
    const env = await startPod();

    enterPod(env);
    const { Arn } = await new STSClient().send(new GetCallerIdentityCommand());
    expect(Arn).toMatch(ROLE_SESSION);
    expect(signer()).toMatchObject({ assumedRoleArn: Arn, roleArn: ROLE_ARN, tags: SESSION_TAGS });
    expect(signer()?.transitiveTagKeys.toSorted()).toEqual(Object.keys(SESSION_TAGS).toSorted());
    const key = { clusterName: CHECKOUT.clusterName, associationId };
    const { association } = await new EKSClient().send(new DescribePodIdentityAssociationCommand(key));
    expect(association).toMatchObject({ ...pair, associationId });

    await boto3.run({ do: "start", env });
    expect(await boto3.run({ do: "call" })).toBe(Arn);
    expect(signer()).toMatchObject({ assumedRoleArn: Arn, tags: SESSION_TAGS });

    const exchanges = served.emulator.requests.filter(
      ({ operation }) => operation === "AssumeRoleForPodIdentity",
    );
    expect(exchanges.map(({ status }) => status)).toEqual([200]);
    expect(await agent.stop()).toBe(0);
  });
});
