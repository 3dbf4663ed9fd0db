import { queryValue } from "../wire/incoming-request.ts";
import { jsonReply, type Reply } from "../wire/replies.ts";
import type { AssociationRecord } from "../world/associations.ts";
import type { Call } from "../world/call.ts";
import { requireCluster } from "../world/clusters.ts";
import { fingerprintOf } from "../world/idempotency.ts";
import type { World } from "../world/world.ts";
import { associationSummary } from "./association-shape.ts";
import { decodePageToken, encodePageToken, readMaxResults } from "./pagination.ts";

/** ListPodIdentityAssociations, in the order of creation. */
export function listPodIdentityAssociations(world: World, call: Call): Reply {
  const cluster = requireCluster(world, call.labels["clusterName"] ?? "", call.region);
  const { query } = call.request;
  const namespace = queryValue(query, "namespace");
  const serviceAccount = queryValue(query, "serviceAccount");
  const pageSize = readMaxResults(queryValue(query, "maxResults"), world.config.pageSize);
  const fingerprint = fingerprintOf([cluster.arn, cluster.id, namespace, serviceAccount]);
  const start = decodePageToken(queryValue(query, "nextToken"), fingerprint);
  const page: AssociationRecord[] = [];
  let nextToken: string | null = null;
  let last = start;
  for (const { sequence, record } of world.associations.after(cluster.name, start)) {
    if (namespace !== undefined && record.namespace !== namespace) continue;
    if (serviceAccount !== undefined && record.serviceAccount !== serviceAccount) continue;
    if (page.length === pageSize) {
      nextToken = encodePageToken(last, fingerprint);
      break;
    }
    page.push(record);
    last = sequence;
  }
  return jsonReply({ associations: page.map(associationSummary), nextToken });
}
