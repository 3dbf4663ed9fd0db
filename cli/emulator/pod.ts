import { nodePorts } from "../../runtimes/node/ports.ts";
import type { Server } from "../../runtimes/shared/server/server.ts";
import { type Agent, createAgent } from "../../src/agent/create-agent.ts";
import { createPodIdentityAssociation } from "../../src/eks/associations.ts";
import type { Emulator } from "../../src/emulator/create-emulator.ts";
import { createClient } from "../../src/http/client.ts";
import { listeningError, serveAgentHere } from "../io/serve-here.ts";
import { keepTokenFile, type TokenFile } from "./token-file.ts";

/** The pod whose identity programs on this machine get. */
export interface EmulatedPodOptions {
  readonly region: string;
  readonly clusterName: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly roleArn: string;
  /** The agent's port. 0 means a free one. */
  readonly agentPort: number;
  readonly tokenExpirationSeconds: number;
}

/** The running parts of an emulated pod: an agent, and a token file that is rotated. */
export interface EmulatedPod {
  readonly agentUrl: string;
  readonly tokenFile: string;
  /** The two variables that EKS sets in a container. */
  readonly env: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

const HOST = "127.0.0.1";
const GRACE_MS = 5000;

/** Associates a role with a service account, starts an agent, and writes a token file for it. */
export async function startPod(emulator: Emulator, options: EmulatedPodOptions): Promise<EmulatedPod> {
  const { clusterName, namespace, serviceAccount, roleArn, region } = options;
  const ports = { ...nodePorts(), env: () => undefined, fetch: emulator.fetch };
  const client = createClient({ region, credentials: emulator.credentials, ports });
  await createPodIdentityAssociation(client, { clusterName, namespace, serviceAccount, roleArn });
  const agent = createAgent({
    clusterName,
    region,
    credentials: emulator.credentials,
    allowedHosts: [HOST, "localhost"],
    ports,
  });
  const server = await listen(agent, options.agentPort);
  const { tokenExpirationSeconds: expirationSeconds } = options;
  const issueToken = () => emulator.issueToken({ clusterName, namespace, serviceAccount, expirationSeconds });
  const file = await keepTokenFile({ issueToken, expirationSeconds }).catch(async (error: unknown) => {
    await server.close();
    throw error;
  });
  return podOf(agent, server, file);
}

function podOf(agent: Agent, server: Server, file: TokenFile): EmulatedPod {
  return {
    agentUrl: server.url,
    tokenFile: file.path,
    env: {
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `${server.url}/v1/credentials`,
      AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: file.path,
    },
    close: async () => {
      await server.close({ graceMs: GRACE_MS });
      await agent.close();
      await file.close();
    },
  };
}

async function listen(agent: Agent, port: number): Promise<Server> {
  try {
    return await serveAgentHere(agent, { port, hostname: HOST });
  } catch (cause) {
    throw listeningError(`${HOST}:${port}`, cause, "choose another with --agent-port");
  }
}
