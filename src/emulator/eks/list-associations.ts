import * as base64url from "jose/base64url";
import { invalidParameter } from "../wire/aws-error.ts";
import { checksum } from "../wire/identifiers.ts";
import { queryValue } from "../wire/incoming-request.ts";
import { jsonReply, type Reply } from "../wire/replies.ts";
import type { AssociationRecord } from "../world/associations.ts";
import type { Call } from "../world/call.ts";
import { requireCluster } from "../world/clusters.ts";
import { fingerprintOf } from "../world/idempotency.ts";
import type { World } from "../world/world.ts";
import { associationSummary } from "./association-shape.ts";

/** ListPodIdentityAssociations: lists associations in the order of creation. */
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

// The checksum binds the token to the query, given as its fingerprint.
function encodePageToken(afterSequence: number, fingerprint: string): string {
  const place = afterSequence.toString(36);
  return base64url.encode(`${place}.${checksum(`${place}.${fingerprint}`).toString(36)}`);
}

// Returns 0 for no token. Throws an `AwsError` for a token of another query.
function decodePageToken(token: string | undefined, fingerprint: string): number {
  if (token === undefined) return 0;
  const sequence = Number.parseInt(tokenText(token), 36);
  if (Number.isNaN(sequence) || encodePageToken(sequence, fingerprint) !== token) {
    throw invalidParameter("The nextToken is invalid for this request.");
  }
  return sequence;
}

function tokenText(token: string): string {
  try {
    return new TextDecoder().decode(base64url.decode(token));
  } catch {
    return "";
  }
}

function readMaxResults(text: string | undefined, defaultSize: number): number {
  if (text === undefined) return defaultSize;
  const maxResults = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (maxResults < 1 || maxResults > 100) {
    throw invalidParameter("maxResults must be an integer from 1 to 100.");
  }
  return maxResults;
}
