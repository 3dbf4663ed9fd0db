import { findHandledRoute } from "./handled-route.ts";
import { type HostTarget, readHost } from "./hosts.ts";
import { methodNotAllowed, NO_CACHE } from "./kubernetes/errors.ts";
import { OPERATIONS, type OperationRow } from "./operations.ts";
import type { Route, RoutedOperation } from "./route.ts";
import { readStsParameters } from "./sts/parameters.ts";
import { AwsError } from "./wire/aws-error.ts";
import { type IncomingRequest, percentDecode } from "./wire/incoming-request.ts";
import type { Protocol } from "./wire/protocol.ts";
import type { Reply } from "./wire/replies.ts";
import type { EmulatedService, Labels } from "./world/call.ts";
import type { World } from "./world/world.ts";

const UNKNOWN_KUBERNETES_PATH: Reply = {
  status: 404,
  contentType: "text/plain; charset=utf-8",
  body: "404 page not found\n",
  headers: NO_CACHE,
};

/** The protocols of the emulated services. */
const PROTOCOLS: Readonly<Record<EmulatedService, Protocol>> = {
  eks: "json",
  "eks-auth": "json",
  sts: "query",
  oidc: "json",
  kubernetes: "kubernetes",
  "instance-metadata": "page",
};

/**
 * Finds the operation of a request: by the host for a host name of AWS; for any other host by the service that it is signed
 * for, and then by the path. Throws the `TypeError` of a failed name lookup if an emulated service has no such host.
 */
export function findRoute(world: World, request: IncomingRequest): Route {
  const hostname = request.host.replace(/:\d+$/, "").toLowerCase();
  const target = readHost(hostname);
  if (target !== undefined) return findEmulatedRoute(world, request, target);
  return findHandledRoute(world, request, hostname) ?? findEmulatedRoute(world, request, undefined);
}

function findEmulatedRoute(world: World, request: IncomingRequest, target: HostTarget | undefined): Route {
  const region = target?.region ?? world.config.region;
  const path =
    target?.clusterId === undefined ? request.path : clusterPath(world, target.clusterId, request.path);
  const route = (service: EmulatedService, operation?: RoutedOperation, labels: Labels = {}): Route => {
    return { service, protocol: PROTOCOLS[service], operation, labels, region, path };
  };
  if (target?.service === "sts" || (target === undefined && path === "/")) {
    return route("sts", findStsOperation(request));
  }
  for (const row of OPERATIONS) {
    const [service, , method, pattern] = row;
    if (method !== request.method || (target !== undefined && service !== target.service)) continue;
    const labels = matchPath(pattern, path);
    if (labels !== undefined) return route(service, operationOf(row), labels);
  }
  return route(target?.service ?? serviceOfPath(path));
}

/** Answers a request without an operation, or throws its error. */
export function answerWithoutOperation(request: IncomingRequest, { service, path }: Route): Reply {
  if (service === "sts") throw noActionError(request);
  const hasOtherMethod = OPERATIONS.some(([, , , pattern]) => matchPath(pattern, path) !== undefined);
  if (service === "kubernetes" && hasOtherMethod) throw methodNotAllowed();
  if (service === "kubernetes") return UNKNOWN_KUBERNETES_PATH;
  const { method } = request;
  if (hasOtherMethod) throw new AwsError("MethodNotAllowedException", 405, `${method} is not allowed here.`);
  const message = `No operation answers ${method} ${request.path}.`;
  throw new AwsError("UnknownOperationException", 404, message);
}

// STS takes any method and path, and chooses the operation by the parameter `Action`.
function findStsOperation(request: IncomingRequest): RoutedOperation | undefined {
  const action = readStsParameters(request).get("Action");
  const row = OPERATIONS.find(([service, name]) => service === "sts" && name === action);
  return row && operationOf(row);
}

function operationOf([, name, , , authentication, handle]: OperationRow): RoutedOperation {
  return { name, signed: authentication === "signed", handle };
}

function noActionError(request: IncomingRequest): AwsError {
  const parameters = readStsParameters(request);
  const action = parameters.get("Action");
  if (action === undefined) return new AwsError("MissingAction", 400, "Missing Action");
  const version = parameters.get("Version") ?? "NO_VERSION_SPECIFIED";
  return new AwsError("InvalidAction", 400, `Could not find operation ${action} for version ${version}`);
}

function clusterPath(world: World, clusterId: string, path: string): string {
  const cluster = [...world.clusters.values()].find(({ id }) => id === clusterId);
  return `/k8s/${cluster?.name ?? clusterId}${path}`;
}

function serviceOfPath(path: string): EmulatedService {
  if (path.startsWith("/k8s/")) return "kubernetes";
  if (path.startsWith("/latest/")) return "instance-metadata";
  return path.startsWith("/id/") ? "oidc" : "eks";
}

function matchPath(pattern: string, path: string): Labels | undefined {
  const expected = pattern.split("/");
  const segments = path.split("/");
  const takesRest = pattern.endsWith("+}");
  if (takesRest ? segments.length < expected.length : segments.length !== expected.length) return undefined;
  const labels: Record<string, string> = {};
  for (const [index, part] of expected.entries()) {
    const segment = segments[index] ?? "";
    if (part.endsWith("+}") && segment !== "")
      labels[part.slice(1, -2)] = percentDecode(segments.slice(index).join("/"));
    else if (part.startsWith("{") && segment !== "") labels[part.slice(1, -1)] = percentDecode(segment);
    else if (part !== segment) return undefined;
  }
  return labels;
}
