import type { ClientParts } from "../../http/client.ts";
import { configuredEndpoint, regionOf } from "../../http/endpoint.ts";
import { type StatedTarget, serviceOfHost } from "../../signing/service-of-host.ts";

/** Where a request goes, and what its signature is for. */
export interface RequestAddress {
  readonly url: string;
  readonly service: string;
  readonly region: string;
}

/**
 * Finds where a request goes. A request to the API of an AWS service goes to the endpoint that the session or the environment
 * configures for the service, with the same path and query, and is signed for the service and the region of the AWS host.
 * A bucket in the host moves to the path. Throws `CONFIGURATION` as `serviceOfHost` does, and for a malformed endpoint.
 */
export function addressOf(
  url: string,
  { service: statedService, region: statedRegion }: Omit<StatedTarget, "sessionRegion">,
  { endpoint, ports: { env } }: Pick<ClientParts, "endpoint" | "ports">,
): RequestAddress {
  const sessionRegion = (): string | undefined => regionOf(endpoint, env);
  const stated = { service: statedService, region: statedRegion, sessionRegion };
  const { service, region, api } = serviceOfHost(url, stated);
  const base = api && configuredEndpoint({ service, serviceIds: api.serviceIds }, endpoint, env);
  if (base === undefined) return { url, service, region };
  const { pathname, search } = new URL(url);
  const bucket = api?.bucket ? `/${api.bucket}` : "";
  return { url: `${base}${bucket}${pathname}${search}`, service, region };
}
