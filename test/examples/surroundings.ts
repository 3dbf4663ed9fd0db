import { writeFile } from "node:fs/promises";
import { serve } from "../../runtimes/node/serve.ts";
import type { Server } from "../../runtimes/shared/server/server.ts";
import { encodeContainerCredentials } from "../../src/credentials/providers/container/response.ts";
import { createPodIdentityAssociation } from "../../src/eks/associations.ts";
import { assumeRoleForPodIdentity } from "../../src/eks-auth/assume-role-for-pod-identity.ts";
import { type Client, createClient } from "../../src/http/client.ts";
import { type EmulatorProcess, startEmulatorProcess } from "../node/cli/podkey-process.ts";

const POD = { clusterName: "demo", namespace: "shop", serviceAccount: "checkout" };

/** The surroundings of an example: the emulator, an agent, and the tokens of a pod. */
export interface AwsSurroundings {
  /** `podkey emulator` in another process. */
  readonly emulator: EmulatorProcess;
  /** A server that answers as the EKS Pod Identity Agent does. */
  readonly agent: Server;
  /** A token for the agent. `podTokenFile` is the path of a file with it. */
  readonly podToken: string;
  readonly podTokenFile: string;
  /** A token for STS. `webTokenFile` is the path of a file with it. */
  readonly webToken: string;
  readonly webTokenFile: string;
  /** A token for STS of a service account without a role. */
  readonly otherWebToken: string;
  close(): Promise<void>;
}

/** Starts the emulator, associates a role with a service account, writes its tokens into `folder`, and starts an agent. */
export async function startSurroundings(folder: string): Promise<AwsSurroundings> {
  const emulator = await startEmulatorProcess();
  try {
    return await surround(emulator, folder);
  } catch (error) {
    await emulator.stop();
    throw error;
  }
}

async function surround(emulator: EmulatorProcess, folder: string): Promise<AwsSurroundings> {
  const client = clientOf(emulator);
  await createPodIdentityAssociation(client, { ...POD, roleArn: "arn:aws:iam::111122223333:role/checkout" });
  const podToken = await requestToken(emulator, POD.serviceAccount, "pods.eks.amazonaws.com");
  const webToken = await requestToken(emulator, POD.serviceAccount, "sts.amazonaws.com");
  const otherWebToken = await requestToken(emulator, "basket", "sts.amazonaws.com");
  const podTokenFile = `${folder}/eks-pod-identity-token`;
  const webTokenFile = `${folder}/web-identity-token`;
  await Promise.all([writeFile(podTokenFile, podToken), writeFile(webTokenFile, webToken)]);
  const agent = await serve((request) => answerAsAgent(request, client));
  const close = async (): Promise<void> => {
    await agent.close();
    await emulator.stop();
  };
  return { emulator, agent, podToken, podTokenFile, webToken, webTokenFile, otherWebToken, close };
}

function clientOf({ url, env }: EmulatorProcess): Client {
  const { AWS_ACCESS_KEY_ID: accessKeyId = "", AWS_SECRET_ACCESS_KEY: secretAccessKey = "" } = env;
  return createClient({
    region: env["AWS_REGION"],
    endpoint: url,
    credentials: { accessKeyId, secretAccessKey },
  });
}

async function requestToken(
  { url }: EmulatorProcess,
  serviceAccount: string,
  audience: string,
): Promise<string> {
  const { clusterName, namespace } = POD;
  const path = `/k8s/${clusterName}/api/v1/namespaces/${namespace}/serviceaccounts/${serviceAccount}/token`;
  const boundObjectRef = { kind: "Pod", apiVersion: "v1", name: `${serviceAccount}-0` };
  const response = await fetch(url + path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      apiVersion: "authentication.k8s.io/v1",
      kind: "TokenRequest",
      spec: { audiences: [audience], expirationSeconds: 3600, boundObjectRef },
    }),
  });
  if (response.status !== 201) throw new Error(`TokenRequest answered ${response.status}`);
  const { status } = (await response.json()) as { status: { token: string } };
  return status.token;
}

async function answerAsAgent(request: Request, client: Client): Promise<Response> {
  const token = request.headers.get("authorization") ?? "";
  const session = await assumeRoleForPodIdentity(client, { clusterName: POD.clusterName, token });
  return Response.json(encodeContainerCredentials(session.credentials));
}
