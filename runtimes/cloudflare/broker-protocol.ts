import type { CredentialRequest } from "../../src/aws/credentials.ts";

/** What a Worker asks a broker for. */
export interface BrokerRequest {
  readonly identity: string;
  readonly minTtlMs?: number | undefined;
  readonly forceRefresh?: boolean | undefined;
}

/** The host is never resolved: the request goes to a Durable Object. */
const BROKER_URL = "https://credential-broker.podkey/credentials";

/** Writes what a Worker asks for as the URL of its request. */
export function brokerUrl({ identity, minTtlMs, forceRefresh }: BrokerRequest): string {
  const url = new URL(BROKER_URL);
  url.searchParams.set("identity", identity);
  if (forceRefresh) url.searchParams.set("forceRefresh", "true");
  if (minTtlMs) url.searchParams.set("minTtlMs", String(minTtlMs));
  return url.href;
}

/** Reads the URL of a Worker's request. `undefined` if it names no identity. */
export function readBrokerUrl(text: string): { identity: string; demand: CredentialRequest } | undefined {
  const { searchParams } = new URL(text);
  const identity = searchParams.get("identity");
  if (!identity) return undefined;
  const minTtlMs = Number(searchParams.get("minTtlMs") ?? 0);
  const demand = {
    ...(minTtlMs > 0 && { minTtlMs }),
    ...(searchParams.has("forceRefresh") && { forceRefresh: true }),
  };
  return { identity, demand };
}
