import { resourceNotFound } from "../wire/aws-error.ts";
import { jsonReply, type Reply } from "../wire/replies.ts";
import type { Call } from "../world/call.ts";
import type { Cluster } from "../world/cluster.ts";
import { endpointOf, issuerOf } from "../world/clusters.ts";
import type { World } from "../world/world.ts";
import { requireDocumentAccess } from "./access.ts";
import { KubernetesError, notFound } from "./errors.ts";

const ISSUER_CAPABILITIES = {
  response_types_supported: ["id_token"],
  subject_types_supported: ["public"],
  id_token_signing_alg_values_supported: ["RS256"],
};
const JWKS_TYPE = "application/jwk-set+json";
const DISCOVERY_PATH = "/.well-known/openid-configuration";
const JWKS_PATH = "/openid/v1/jwks";
const CACHED_FOR_AN_HOUR = { "cache-control": "public, max-age=3600" };

/** OpenIdConfiguration of an EKS issuer: returns the discovery document. */
export function issuerConfiguration(world: World, call: Call): Reply {
  const issuer = issuerOf(world, findIssuer(world, call));
  return jsonReply({
    issuer,
    jwks_uri: `${issuer}/keys`,
    authorization_endpoint: "urn:kubernetes:programmatic_authorization",
    claims_supported: ["sub", "iss"],
    ...ISSUER_CAPABILITIES,
  });
}

/** IssuerKeys of an EKS issuer: returns the published keys. */
export async function issuerKeys(world: World, call: Call): Promise<Reply> {
  return jsonReply(await publishedKeys(world, findIssuer(world, call)));
}

/** OpenIdConfiguration of an API server: returns the discovery document. */
export async function serverConfiguration(world: World, call: Call): Promise<Reply> {
  const cluster = requireKubernetes(world, call);
  await requireDocumentAccess(world, cluster, call.request.headers, DISCOVERY_PATH);
  requireAcceptable(call.request.headers, "application/json");
  const jwks_uri = endpointOf(world, cluster) + JWKS_PATH;
  const document = { issuer: issuerOf(world, cluster), jwks_uri, ...ISSUER_CAPABILITIES };
  return { ...jsonReply(document), headers: CACHED_FOR_AN_HOUR };
}

/** IssuerKeys of an API server: returns the published keys. */
export async function serverKeys(world: World, call: Call): Promise<Reply> {
  const cluster = requireKubernetes(world, call);
  await requireDocumentAccess(world, cluster, call.request.headers, JWKS_PATH);
  requireAcceptable(call.request.headers, JWKS_TYPE);
  const keys = jsonReply(await publishedKeys(world, cluster));
  return { ...keys, contentType: JWKS_TYPE, headers: CACHED_FOR_AN_HOUR };
}

/** Returns the cluster whose Kubernetes API was called. Throws a `KubernetesError` if there is none. */
export function requireKubernetes(world: World, call: Call): Cluster {
  const { clusterName = "" } = call.labels;
  const cluster = world.clusters.get(clusterName);
  if (cluster === undefined) throw notFound("clusters", clusterName);
  return cluster;
}

async function publishedKeys(world: World, cluster: Cluster): Promise<unknown> {
  const keys = await cluster.keys.published(world.now());
  return { keys: keys.map(({ jwk: { use, kty, kid, alg, n, e } }) => ({ use, kty, kid, alg, n, e })) };
}

function findIssuer(world: World, call: Call): Cluster {
  const clusterId = call.labels["clusterId"]?.toUpperCase();
  for (const cluster of world.clusters.values()) if (cluster.id === clusterId) return cluster;
  throw resourceNotFound("No issuer found.");
}

// As in Kubernetes, a range matches by its text, `*/*` or exactly the media type, without regard to its quality.
function requireAcceptable(headers: Headers, mediaType: string): void {
  const accept = headers.get("accept") ?? "*/*";
  const ranges = accept.split(",").map((range) => range.split(";")[0]?.trim());
  if (ranges.some((range) => range === "*/*" || range === mediaType)) return;
  const message = `406: Not Acceptable\n\nAvailable representations: ${mediaType}`;
  throw new KubernetesError(406, "NotAcceptable", message, {});
}
