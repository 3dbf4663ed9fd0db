import { nodePorts } from "../../runtimes/node/ports.ts";
import { serve } from "../../runtimes/node/serve.ts";
import type { Server } from "../../runtimes/shared/server/server.ts";
import type { AwsCredentials } from "../../src/aws/credentials.ts";
import { createEmulator, type Emulator } from "../../src/emulator/create-emulator.ts";
import { type Client, createClient } from "../../src/http/client.ts";
import type { Say } from "./narrator.ts";

/** What the story plays on: a fake AWS behind a real HTTP server, and clients of it. */
export interface Stage {
  readonly emulator: Emulator;
  readonly server: Server;
  /** Signs with the keys of somebody who may do everything, as an administrator or a node. */
  readonly client: Client;
  /** Signs with the credentials that a pod got. */
  readonly clientOf: (credentials: AwsCredentials) => Client;
}

/** The pod that the story is about. */
export const POD = { clusterName: "demo", namespace: "shop", serviceAccount: "checkout" };

export const REGION = "us-west-2";
export const ROLE_ARN = "arn:aws:iam::111122223333:role/checkout";
export const NEXT_ROLE_ARN = "arn:aws:iam::111122223333:role/checkout-bridge";
export const TARGET_ROLE_ARN = "arn:aws:iam::444455556666:role/orders-reader";

const CONSISTENCY_DELAY_MS = 300;

/** Starts the emulator on a free port of the loopback address. */
export async function setStage(say: Say): Promise<Stage> {
  const emulator = createEmulator({
    region: REGION,
    clusters: [POD.clusterName],
    consistencyDelayMs: CONSISTENCY_DELAY_MS,
  });
  const server = await serve(emulator.fetch);
  emulator.setPublicUrl(server.url);
  // The cluster makes its signing key with its first token, which takes a moment that belongs to no step.
  await emulator.issueToken(POD);
  const clientOf = (credentials: AwsCredentials): Client => {
    return createClient({ region: REGION, endpoint: server.url, credentials, ports: nodePorts() });
  };
  say(
    `${server.url} answers as EKS, EKS Auth, STS and the Kubernetes API of the cluster "${POD.clusterName}"`,
  );
  say(`like EKS, it makes a change effective only after a while: here ${CONSISTENCY_DELAY_MS} ms`);
  return { emulator, server, client: clientOf(emulator.credentials), clientOf };
}
