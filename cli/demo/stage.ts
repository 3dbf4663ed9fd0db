import { createClient } from "../../runtimes/node/core.ts";
import { serve } from "../../runtimes/node/serve.ts";
import type { Server } from "../../runtimes/shared/server/server.ts";
import type { AwsCredentials } from "../../src/aws/credentials.ts";
import { createEmulator, type Emulator } from "../../src/emulator/create-emulator.ts";
import type { Client } from "../../src/http/client.ts";
import type { Say } from "./narrator.ts";

/** An emulated AWS behind an HTTP server, and its clients. */
export interface Stage {
  readonly emulator: Emulator;
  readonly server: Server;
  /** Signs with the keys of an administrator. */
  readonly client: Client;
  /** Creates a client that signs with a pod's credentials. */
  readonly clientOf: (credentials: AwsCredentials) => Client;
}

/** The pod of the demo. */
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
  // The first token creates the cluster's signing key, which would distort the duration of a later step.
  await emulator.issueToken(POD);
  const clientOf = (credentials: AwsCredentials): Client => {
    return createClient({ region: REGION, endpoint: server.url, credentials });
  };
  say(`${server.url} serves EKS, EKS Auth, STS and the Kubernetes API of the cluster "${POD.clusterName}"`);
  say(`as on EKS, a change takes a while to propagate: here ${CONSISTENCY_DELAY_MS} ms`);
  return { emulator, server, client: clientOf(emulator.credentials), clientOf };
}
