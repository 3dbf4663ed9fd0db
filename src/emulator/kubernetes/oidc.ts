import { type AwsError, resourceNotFound } from "../wire/aws-error.ts";
import { jsonReply, type Reply } from "../wire/replies.ts";
import type { Call } from "../world/call.ts";
import type { Cluster } from "../world/cluster.ts";
import { issuerOf } from "../world/clusters.ts";
import type { World } from "../world/world.ts";

/** OpenIdConfiguration: returns the issuer's discovery document. */
export function openIdConfiguration(world: World, call: Call): Reply {
  const issuer = issuerOf(world, requireIssuer(world, call));
  return jsonReply({
    issuer,
    jwks_uri: `${issuer}/keys`,
    authorization_endpoint: "urn:kubernetes:programmatic_authorization",
    response_types_supported: ["id_token"],
    subject_types_supported: ["public"],
    claims_supported: ["sub", "iss"],
    id_token_signing_alg_values_supported: ["RS256"],
  });
}

/** IssuerKeys: returns the issuer's published keys. */
export async function issuerKeys(world: World, call: Call): Promise<Reply> {
  const keys = await requireIssuer(world, call).keys.published(world.now());
  return jsonReply({ keys: keys.map(({ jwk }) => jwk) });
}

function requireIssuer(world: World, call: Call): Cluster {
  const { clusterName, clusterId } = call.labels;
  for (const cluster of world.clusters.values()) {
    if (cluster.id === clusterId?.toUpperCase() || cluster.name === clusterName) return cluster;
  }
  throw noIssuer();
}

function noIssuer(): AwsError {
  return resourceNotFound("No issuer found.");
}
