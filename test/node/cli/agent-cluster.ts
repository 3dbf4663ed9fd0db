import { serve } from "../../../runtimes/node/serve.ts";
import { createEmulator, type Emulator } from "../../../src/emulator/index.ts";
import { ROLE_ARN } from "../../support/aws-examples.ts";
import { type AgentCommand, type AgentCommandProcess, startAgent } from "./agent-command.ts";

/** A served emulator with one association, and agents that use it. */
export interface AgentCluster {
  readonly emulator: Emulator;
  readonly url: string;
  /** Issues a token for a pod of the association. */
  issueToken(podName?: string): Promise<string>;
  start(command?: Partial<AgentCommand>): Promise<AgentCommandProcess>;
  /** Stops the agents and the emulator. */
  close(): Promise<void>;
}

const PAIR = { clusterName: "demo", namespace: "shop", serviceAccount: "checkout" };
const OWNER_ARN = "arn:aws:eks:us-west-2:111122223333:addon/demo/checkout/1";

/** Serves the emulator. */
export async function agentCluster(): Promise<AgentCluster> {
  const emulator = createEmulator();
  emulator.addAddonAssociation({ ...PAIR, roleArn: ROLE_ARN, ownerArn: OWNER_ARN });
  const server = await serve(emulator.fetch);
  emulator.setPublicUrl(server.url);
  const agents: AgentCommandProcess[] = [];
  return {
    emulator,
    url: server.url,
    issueToken: (podName = "checkout-0") => emulator.issueToken({ ...PAIR, podName }),
    start: async (command = {}) => {
      const agent = await startAgent({ endpoint: server.url, ...command });
      agents.push(agent);
      return agent;
    },
    close: async () => {
      await Promise.all(agents.map((agent) => agent.stop("SIGKILL")));
      await server.close();
    },
  };
}
