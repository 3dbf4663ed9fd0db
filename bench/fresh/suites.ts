import { EKSClient } from "@aws-sdk/client-eks";
import { refresh } from "../../src/credentials/refresh/refresh.ts";
import { createSession } from "../../src/credentials/session/session.ts";
import { exampleCredentials } from "../framework/example-credentials.ts";
import { portsOf } from "../framework/ports-of.ts";
import type { Suite } from "../framework/rounds.ts";
import type { Family } from "../framework/runtimes.ts";
import { memoized } from "./memoized.ts";

/** Providers whose credentials are valid for six hours. */
export async function suites(family: Family): Promise<Suite[]> {
  const ports = portsOf(family);
  const kept = exampleCredentials();
  const provider = async () => kept;
  const session = createSession({ credentials: provider, ports });
  const refreshing = refresh({ provider, ports });
  const memory = memoized(provider);
  const client = new EKSClient({ region: "us-west-2", credentials: provider });
  return [
    {
      name: "",
      contenders: [
        { name: "podkey, session.credentials()", kind: "podkey", run: () => session.credentials() },
        { name: "podkey, refresh()", kind: "podkey", run: () => refreshing() },
        { name: "AWS SDK, memoizeIdentityProvider()", kind: "peer", run: () => memory() },
        {
          name: "AWS SDK, client.config.credentials()",
          kind: "peer",
          run: () => client.config.credentials(),
        },
        { name: "a promise of an object", kind: "floor", run: provider },
      ],
    },
  ];
}
