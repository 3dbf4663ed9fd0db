import process from "node:process";
import { fromEksAuth } from "../../../src/credentials/providers/from-eks-auth.ts";
import { refresh } from "../../../src/credentials/refresh/refresh.ts";
import type { SharedStore } from "../../../src/credentials/refresh/shared-store.ts";
import { createClient } from "../../../src/http/client.ts";
import { contend } from "./contend.ts";

/** How many callers each process has, all at once and without cached credentials. */
export const CALLERS = 100;

/** Uses a store in one of the test's processes: contends for a lease, or gets credentials from a URL. */
export async function takePart(store: SharedStore): Promise<void> {
  const [, , , endpoint, token] = process.argv;
  if (endpoint && token) await getCredentials(store, endpoint, token);
  else await contend(store);
}

/** Prints the distinct access key ids that the callers got. */
async function getCredentials(store: SharedStore, endpoint: string, token: string): Promise<void> {
  const accessKeyId = "AKIAIOSFODNN7EXAMPLE";
  const secretAccessKey = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
  const client = createClient({
    region: "us-west-2",
    endpoint,
    credentials: { accessKeyId, secretAccessKey },
  });
  const source = fromEksAuth({ client, clusterName: "demo", token });
  const provider = refresh({ provider: source, store, identity: "checkout" });
  const all = await Promise.all(Array.from({ length: CALLERS }, () => provider()));
  // The process may close its store now, and exit.
  await provider.stop();
  const keys = new Set(all.map((credentials) => credentials.accessKeyId));
  process.stdout.write(`${JSON.stringify([...keys])}\n`);
}
