import { partitionOfRegion } from "../aws/partitions.ts";
import { type ApiHost, readApiHost } from "./hosts.ts";
import type { Route, RoutedOperation } from "./route.ts";
import { answerWithoutHandler, callHandler } from "./services/call-handler.ts";
import { readStatedScope } from "./sigv4/presented-signature.ts";
import type { IncomingRequest } from "./wire/incoming-request.ts";
import { unknownHostError } from "./wire/network-errors.ts";
import { operationNameOf, protocolOf } from "./wire/protocol.ts";
import { EMULATED_NAMES } from "./world/service-handler.ts";
import type { World } from "./world/world.ts";

/** Where a request was sent, and what it claims to be signed for. */
interface RegionClues {
  readonly service: string;
  /** `undefined` for a host that is not AWS's. */
  readonly apiHost: ApiHost | undefined;
  /** The region of the credential scope. */
  readonly statedRegion: string | undefined;
}

/** Services of the whole world, which SDKs sign for another region than their own. */
const GLOBAL_SERVICES = new Set(["budgets", "cloudfront", "iam", "organizations", "route53", "savingsplans"]);

/**
 * Finds the route of a request to a service that the emulator leaves to its user: the service that the request is signed
 * for, else the one that AWS's host names. Returns `undefined` for all other requests. Throws the `TypeError` of a failed
 * name lookup if an emulated service has no such host.
 */
export function findHandledRoute(
  world: World,
  request: IncomingRequest,
  hostname: string,
): Route | undefined {
  const apiHost = readApiHost(hostname);
  if (apiHost !== undefined && isEmulated(apiHost.label)) throw unknownHostError(hostname);
  const scope = readStatedScope(request);
  const service = scope && !isEmulated(scope.service) ? scope.service : apiHost?.label;
  if (service === undefined) return undefined;
  return {
    service,
    protocol: protocolOf(service, request),
    operation: operationOf(world, service, request),
    labels: {},
    region: regionOf(world, { service, apiHost, statedRegion: scope?.region }),
    path: request.path,
  };
}

function isEmulated(service: string): boolean {
  return EMULATED_NAMES.includes(service);
}

/** Makes an operation that calls the user's handler. Without a handler, the operation answers 501. */
function operationOf(world: World, service: string, request: IncomingRequest): RoutedOperation {
  const handler = world.services.get(service);
  const name = operationNameOf(request);
  if (handler === undefined) return { name, signed: false, handle: answerWithoutHandler };
  return { name, signed: true, handle: (_world, call) => callHandler(world, call, handler) };
}

/** Returns the region that a request must be signed for. */
function regionOf({ config }: World, { service, apiHost, statedRegion }: RegionClues): string {
  if (apiHost?.region !== undefined) return apiHost.region;
  if (apiHost === undefined && !GLOBAL_SERVICES.has(service)) return config.region;
  // A host without a region is signed for the region of the bucket, or for the one that the partition has chosen.
  const isOfOther = statedRegion !== undefined && partitionOfRegion(statedRegion).name !== "aws";
  const isOwn = statedRegion === config.region && (apiHost === undefined || service === "s3");
  return isOfOther || isOwn ? statedRegion : "us-east-1";
}
