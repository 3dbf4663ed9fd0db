import type { AwsCredentials } from "../../src/aws/credentials.ts";
import { refresh } from "../../src/credentials/refresh/refresh.ts";
import { exampleCredentials } from "../framework/example-credentials.ts";
import { portsOf } from "../framework/ports-of.ts";
import type { Family } from "../framework/runtimes.ts";
import { memoized } from "../fresh/memoized.ts";

/** How many exchanges the callers caused. */
export interface Exchanges {
  readonly podkey: number;
  readonly awsSdk: number;
}

type Keep = (provider: () => Promise<AwsCredentials>) => () => Promise<AwsCredentials>;

/** Lets callers ask at the same time for credentials that are not cached, and counts the exchanges. */
export async function countExchanges(family: Family, callers: number): Promise<Exchanges> {
  // In a Worker, all callers belong to one request, within which promises may be shared.
  const ports = { ...portsOf(family), shareInFlight: true };
  return {
    podkey: await exchangesBy((provider) => refresh({ provider, ports }), callers),
    awsSdk: await exchangesBy(memoized, callers),
  };
}

async function exchangesBy(keep: Keep, callers: number): Promise<number> {
  let exchanges = 0;
  const provide = keep(async () => {
    exchanges += 1;
    await new Promise((resolve) => setTimeout(resolve, 1));
    return exampleCredentials();
  });
  await Promise.all(Array.from({ length: callers }, () => provide()));
  return exchanges;
}
