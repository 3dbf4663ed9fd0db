import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { fromHttp } from "@aws-sdk/credential-provider-http";
import { vi } from "vitest";
import { nodePorts } from "../../../runtimes/node/ports.ts";
import { fromContainer } from "../../../src/credentials/providers/container/from-container.ts";
import { refresh } from "../../../src/credentials/refresh/refresh.ts";
import { createClient } from "../../../src/http/client.ts";
import { getCallerIdentity } from "../../../src/sts/caller-identity.ts";
import { stubEnvironment } from "../sdk-environment.ts";
import type { Boto3Pod } from "./boto3.ts";

/** A client of AWS in a pod. */
export interface PodClient {
  /** Gets credentials from the agent without a call to AWS. */
  obtain(): Promise<unknown>;
  /** Calls STS GetCallerIdentity and returns the ARN. */
  callerArn(): Promise<string | undefined>;
}

/** What a client runs with. */
export interface PodSurroundings {
  readonly env: Readonly<Record<string, string>>;
  /** The clock for podkey. The other clients always read the machine's. */
  readonly now: () => number;
  readonly boto3: Boto3Pod;
}

/** A kind of client that is configured by the pod's environment only. */
export interface PodClientKind {
  readonly name: string;
  /** Whether the first call near the expiration still uses the old credentials. */
  readonly refreshesBehind: boolean;
  readonly start: (surroundings: PodSurroundings) => Promise<PodClient>;
}

export const POD_CLIENTS: readonly PodClientKind[] = [
  {
    name: "fromHttp of the AWS SDK for JavaScript",
    refreshesBehind: false,
    start: startFromHttp,
  },
  {
    name: "the default chain of the AWS SDK for JavaScript",
    refreshesBehind: true,
    start: startDefaultChain,
  },
  {
    name: "the default session of boto3",
    refreshesBehind: false,
    start: startBoto3,
  },
  {
    name: "fromContainer of podkey",
    refreshesBehind: true,
    start: startPodkey,
  },
];

/** Sets the variables of a pod in this process, and unsets every other source of credentials. */
export function enterPod(env: PodSurroundings["env"]): void {
  vi.unstubAllEnvs();
  stubEnvironment({ ...env, AWS_EC2_METADATA_DISABLED: "true" });
  vi.stubEnv("AWS_ACCESS_KEY_ID", undefined);
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", undefined);
}

async function startFromHttp({ env }: PodSurroundings): Promise<PodClient> {
  enterPod(env);
  return ofSdk(new STSClient({ credentials: fromHttp(), maxAttempts: 1 }));
}

async function startDefaultChain({ env }: PodSurroundings): Promise<PodClient> {
  enterPod(env);
  return ofSdk(new STSClient({ maxAttempts: 1 }));
}

function ofSdk(sts: STSClient): PodClient {
  return {
    obtain: () => sts.config.credentials(),
    callerArn: async () => (await sts.send(new GetCallerIdentityCommand({}))).Arn,
  };
}

async function startBoto3({ env, boto3 }: PodSurroundings): Promise<PodClient> {
  await boto3.run({ do: "start", env });
  return {
    obtain: () => boto3.run({ do: "obtain" }),
    callerArn: () => boto3.run({ do: "call" }),
  };
}

async function startPodkey({ env, now }: PodSurroundings): Promise<PodClient> {
  enterPod(env);
  const ports = { ...nodePorts(), now };
  const credentials = refresh({ provider: fromContainer({ ports }), ports });
  const client = createClient({ credentials, ports, maxAttempts: 1 });
  return {
    obtain: () => credentials(),
    callerArn: async () => (await getCallerIdentity(client)).arn,
  };
}
