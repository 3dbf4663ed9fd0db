import { isAwsHost, readHost } from "./hosts.ts";
import { readStsParameters } from "./sts/parameters.ts";
import { AwsError } from "./wire/aws-error.ts";
import { type IncomingRequest, percentDecode } from "./wire/incoming-request.ts";
import { unknownHostError } from "./wire/network-errors.ts";
import type { EmulatedService, Labels, Route } from "./world/call.ts";
import type { World } from "./world/world.ts";

type PathRoute = readonly [service: EmulatedService, operation: string, method: string, path: string];

const ASSOCIATIONS = "/clusters/{clusterName}/pod-identity-associations";
const CLUSTER_API = "/k8s/{clusterName}";
const INSTANCE_ROLES = "/latest/meta-data/iam/security-credentials/";

const PATH_ROUTES: readonly PathRoute[] = [
  ["eks", "CreatePodIdentityAssociation", "POST", ASSOCIATIONS],
  ["eks", "ListPodIdentityAssociations", "GET", ASSOCIATIONS],
  ["eks", "DescribePodIdentityAssociation", "GET", `${ASSOCIATIONS}/{associationId}`],
  ["eks", "UpdatePodIdentityAssociation", "POST", `${ASSOCIATIONS}/{associationId}`],
  ["eks", "DeletePodIdentityAssociation", "DELETE", `${ASSOCIATIONS}/{associationId}`],
  ["eks", "DescribeCluster", "GET", "/clusters/{clusterName}"],
  ["eks", "TagResource", "POST", "/tags/{resourceArn+}"],
  ["eks", "UntagResource", "DELETE", "/tags/{resourceArn+}"],
  ["eks", "ListTagsForResource", "GET", "/tags/{resourceArn+}"],
  ["eks-auth", "AssumeRoleForPodIdentity", "POST", "/clusters/{clusterName}/assume-role-for-pod-identity"],
  ["oidc", "OpenIdConfiguration", "GET", "/id/{clusterId}/.well-known/openid-configuration"],
  ["oidc", "IssuerKeys", "GET", "/id/{clusterId}/keys"],
  ["kubernetes", "OpenIdConfiguration", "GET", `${CLUSTER_API}/.well-known/openid-configuration`],
  ["kubernetes", "IssuerKeys", "GET", `${CLUSTER_API}/openid/v1/jwks`],
  [
    "kubernetes",
    "CreateServiceAccountToken",
    "POST",
    `${CLUSTER_API}/api/v1/namespaces/{namespace}/serviceaccounts/{name}/token`,
  ],
  ["instance-metadata", "PutMetadataToken", "PUT", "/latest/api/token"],
  ["instance-metadata", "ListInstanceRoles", "GET", INSTANCE_ROLES],
  ["instance-metadata", "GetInstanceRoleCredentials", "GET", `${INSTANCE_ROLES}{roleName}`],
  ["instance-metadata", "GetInstanceMetadata", "GET", "/latest/meta-data/{path+}"],
];

const STS_OPERATIONS = ["AssumeRole", "AssumeRoleWithWebIdentity", "GetCallerIdentity"];

/**
 * Finds what a request asks for: by an AWS host name where it has one, by its path otherwise.
 * @throws TypeError for an AWS host that does not exist, as a failed name look-up does.
 */
export function findRoute(world: World, request: IncomingRequest): Route {
  const hostname = request.host.replace(/:\d+$/, "").toLowerCase();
  const target = readHost(hostname);
  if (target === undefined && isAwsHost(hostname)) throw unknownHostError(hostname);
  const region = target?.region ?? world.config.region;
  const path =
    target?.clusterId === undefined ? request.path : apiPath(world, target.clusterId, request.path);
  if (target?.service === "sts" || (target === undefined && path === "/")) {
    const action = readStsParameters(request).get("Action");
    const operation = STS_OPERATIONS.find((name) => name === action);
    return { service: "sts", operation, labels: {}, region };
  }
  const candidates = PATH_ROUTES.filter(([service]) => target === undefined || service === target.service);
  const found = candidates.find(
    ([, , method, pattern]) => method === request.method && matchPath(pattern, path),
  );
  if (found === undefined) {
    return { service: target?.service ?? serviceOfPath(path), operation: undefined, labels: {}, region };
  }
  const [service, operation, , pattern] = found;
  return { service, operation, labels: matchPath(pattern, path) ?? {}, region };
}

/** The error for a request that no operation answers. */
export function noOperationError(request: IncomingRequest, { service }: Route): AwsError {
  if (service === "sts") return noActionError(request);
  const known = PATH_ROUTES.some(([, , , pattern]) => matchPath(pattern, request.path) !== undefined);
  if (known) return new AwsError("MethodNotAllowedException", 405, `${request.method} is not allowed here.`);
  return new AwsError(
    "UnknownOperationException",
    404,
    `No operation answers ${request.method} ${request.path}.`,
  );
}

function noActionError(request: IncomingRequest): AwsError {
  const parameters = readStsParameters(request);
  const action = parameters.get("Action");
  if (action === undefined) return new AwsError("MissingAction", 400, "Missing Action");
  const version = parameters.get("Version") ?? "NO_VERSION_SPECIFIED";
  return new AwsError("InvalidAction", 400, `Could not find operation ${action} for version ${version}`);
}

function apiPath(world: World, clusterId: string, path: string): string {
  const cluster = [...world.clusters.values()].find(({ id }) => id === clusterId);
  return `/k8s/${cluster?.name ?? clusterId}${path}`;
}

function serviceOfPath(path: string): EmulatedService {
  if (path.startsWith("/k8s/")) return "kubernetes";
  if (path.startsWith("/latest/")) return "instance-metadata";
  return path.startsWith("/id/") ? "oidc" : "eks";
}

// `{name}` takes one non-empty segment, `{name+}` takes the rest.
function matchPath(pattern: string, path: string): Labels | undefined {
  const wanted = pattern.split("/");
  const segments = path.split("/");
  const greedy = pattern.endsWith("+}");
  if (greedy ? segments.length < wanted.length : segments.length !== wanted.length) return undefined;
  const labels: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const segment = segments[index] ?? "";
    if (part.endsWith("+}") && segment !== "")
      labels[part.slice(1, -2)] = percentDecode(segments.slice(index).join("/"));
    else if (part.startsWith("{") && segment !== "") labels[part.slice(1, -1)] = percentDecode(segment);
    else if (part !== segment) return undefined;
  }
  return labels;
}
