import process from "node:process";
import { fromEksAuth } from "../../../src/credentials/providers/from-eks-auth.ts";
import { refresh } from "../../../src/credentials/refresh/refresh.ts";
import { createClient } from "../../../src/http/client.ts";
import type { Store } from "../../../src/ports.ts";
import { contend } from "./contend.ts";

/** Callers of each process, all at once and with nothing in memory. */
export const CALLERS = 100;

/** What a process of the test does with the store that it opened: contend for a lease, or get credentials from a URL. */
export async function takePart(store: Store): Promise<void> {
  const [, , , endpoint, token] = process.argv;
  if (endpoint && token) await getCredentials(store, endpoint, token);
  else await contend(store);
}

/** Prints the different keys that the callers got. */
async function getCredentials(store: Store, endpoint: string, token: string): Promise<void> {
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
  const keys = new Set(all.map((credentials) => credentials.accessKeyId));
  process.stdout.write(`${JSON.stringify([...keys])}\n`);
}
