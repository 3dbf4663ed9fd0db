import { jsonReply, type Reply } from "../wire/replies.ts";
import type { Call } from "../world/call.ts";
import { endpointOf, issuerOf, requireCluster } from "../world/clusters.ts";
import type { World } from "../world/world.ts";

/** DescribeCluster: returns the members that identities depend on, such as the endpoint and the OIDC issuer. */
export function describeCluster(world: World, call: Call): Reply {
  const cluster = requireCluster(world, call.labels["clusterName"] ?? "", call.region);
  return jsonReply({
    cluster: {
      name: cluster.name,
      arn: cluster.arn,
      createdAt: cluster.createdAtMs / 1000,
      version: "1.33",
      platformVersion: "eks.1",
      status: "ACTIVE",
      endpoint: endpointOf(world, cluster),
      identity: { oidc: { issuer: issuerOf(world, cluster) } },
      tags: cluster.tags,
    },
  });
}
