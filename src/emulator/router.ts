import { isAwsHost, readHost } from "./hosts.ts";
import { methodNotAllowed, NO_CACHE } from "./kubernetes/errors.ts";
import { type Handler, OPERATIONS, type OperationRow } from "./operations.ts";
import { readStsParameters } from "./sts/parameters.ts";
import { AwsError } from "./wire/aws-error.ts";
import { type IncomingRequest, percentDecode } from "./wire/incoming-request.ts";
import { unknownHostError } from "./wire/network-errors.ts";
import type { Reply } from "./wire/replies.ts";
import type { EmulatedService, Labels } from "./world/call.ts";
import type { World } from "./world/world.ts";

/** The operation that a request is for. */
export interface RoutedOperation {
  readonly name: string;
  /** Whether the caller must sign. */
  readonly signed: boolean;
  readonly handle: Handler;
}

/** The target of a request. */
export interface Route {
  readonly service: EmulatedService;
  /** `undefined` if the service has no such operation. */
  readonly operation: RoutedOperation | undefined;
  readonly labels: Labels;
  /** The region whose endpoint was called. */
  readonly region: string;
  /** The path that the operation was looked up by: the request's, or below `/k8s/` for the host of a cluster. */
  readonly path: string;
}

const UNKNOWN_KUBERNETES_PATH: Reply = {
  status: 404,
  contentType: "text/plain; charset=utf-8",
  body: "404 page not found\n",
  headers: NO_CACHE,
};

/**
 * Finds the operation of a request: by the host for a host name of AWS, by the path for any other host. Throws the
 * `TypeError` of a failed name lookup for an AWS host that does not exist.
 */
export function findRoute(world: World, request: IncomingRequest): Route {
  const hostname = request.host.replace(/:\d+$/, "").toLowerCase();
  const target = readHost(hostname);
  if (target === undefined && isAwsHost(hostname)) throw unknownHostError(hostname);
  const region = target?.region ?? world.config.region;
  const path =
    target?.clusterId === undefined ? request.path : clusterPath(world, target.clusterId, request.path);
  if (target?.service === "sts" || (target === undefined && path === "/")) {
    return { service: "sts", operation: findStsOperation(request), labels: {}, region, path };
  }
  for (const row of OPERATIONS) {
    const [service, , method, pattern] = row;
    if (method !== request.method || (target !== undefined && service !== target.service)) continue;
    const labels = matchPath(pattern, path);
    if (labels !== undefined) return { service, operation: operationOf(row), labels, region, path };
  }
  return { service: target?.service ?? serviceOfPath(path), operation: undefined, labels: {}, region, path };
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
