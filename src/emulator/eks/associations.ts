import { invalidRequest, resourceNotFound } from "../wire/aws-error.ts";
import { newUuid } from "../wire/identifiers.ts";
import { optionalString, readJsonBody } from "../wire/json-input.ts";
import { jsonReply, type Reply } from "../wire/replies.ts";
import type { AssociationRecord } from "../world/associations.ts";
import type { Call } from "../world/call.ts";
import { requireCluster } from "../world/clusters.ts";
import { fingerprintOf } from "../world/idempotency.ts";
import type { World } from "../world/world.ts";
import { addAssociation } from "./add-association.ts";
import {
  type AssociationSettings,
  checkPolicyPair,
  readCreateInput,
  readUpdateInput,
} from "./association-input.ts";
import { associationShape } from "./association-shape.ts";

/** CreatePodIdentityAssociation: a repeated `clientRequestToken` returns the association that it created. */
export function createPodIdentityAssociation(world: World, call: Call): Reply {
  const cluster = requireCluster(world, call.labels["clusterName"] ?? "", call.region);
  const body = readJsonBody(call.request.text);
  const input = readCreateInput(body, { accountId: world.config.accountId, roles: world.roles });
  const token = optionalString(body, "clientRequestToken");
  const scope = `create/${cluster.name}`;
  const fingerprint = fingerprintOf(input);
  const earlier = world.idempotency.find(scope, token, fingerprint, world.now());
  const made = earlier === undefined ? undefined : world.associations.get(cluster.name, earlier);
  if (made !== undefined) return jsonReply({ association: associationShape(made) });
  const record = addAssociation(world, cluster, input);
  const { associationId } = record;
  world.idempotency.remember(scope, token, { fingerprint, associationId, atMs: world.now() });
  return jsonReply({ association: associationShape(record) });
}

/** DescribePodIdentityAssociation: returns one association. */
export function describePodIdentityAssociation(world: World, call: Call): Reply {
  return jsonReply({ association: associationShape(requireAssociation(world, call)) });
}

/** UpdatePodIdentityAssociation: `""` removes `targetRoleArn` or `policy`, which AWS does not document. */
export function updatePodIdentityAssociation(world: World, call: Call): Reply {
  const record = requireAssociation(world, call);
  checkNotOwned(record);
  const body = readJsonBody(call.request.text);
  const input = readUpdateInput(body, { accountId: world.config.accountId, roles: world.roles });
  const { associationId } = record;
  const token = optionalString(body, "clientRequestToken");
  const fingerprint = fingerprintOf(input);
  const nowMs = world.now();
  if (world.idempotency.find(`update/${associationId}`, token, fingerprint, nowMs) !== undefined) {
    return jsonReply({ association: associationShape(record) });
  }
  const changed = changedRecord(world, record, input);
  world.associations.put(changed, nowMs, world.consistencyDelayMs);
  world.idempotency.remember(`update/${associationId}`, token, { fingerprint, associationId, atMs: nowMs });
  return jsonReply({ association: associationShape(changed) });
}

function changedRecord(
  world: World,
  record: AssociationRecord,
  input: AssociationSettings,
): AssociationRecord {
  const targetRoleArn = (input.targetRoleArn ?? record.targetRoleArn) || undefined;
  const changed: AssociationRecord = {
    ...record,
    roleArn: input.roleArn ?? record.roleArn,
    disableSessionTags: input.disableSessionTags ?? record.disableSessionTags,
    targetRoleArn,
    externalId: targetRoleArn === undefined ? undefined : (record.externalId ?? newUuid(world.random)),
    policy: (input.policy ?? record.policy) || undefined,
    modifiedAtMs: world.now(),
  };
  checkPolicyPair(changed.policy, changed.disableSessionTags);
  return changed;
}

/** DeletePodIdentityAssociation: returns the deleted association. */
export function deletePodIdentityAssociation(world: World, call: Call): Reply {
  const record = requireAssociation(world, call);
  checkNotOwned(record);
  world.associations.remove(record, world.now(), world.consistencyDelayMs);
  return jsonReply({ association: associationShape(record) });
}

function requireAssociation(world: World, call: Call): AssociationRecord {
  const cluster = requireCluster(world, call.labels["clusterName"] ?? "", call.region);
  const associationId = call.labels["associationId"] ?? "";
  const record = world.associations.get(cluster.name, associationId);
  if (record !== undefined) return record;
  throw resourceNotFound(`No association found for id: ${associationId}.`, { clusterName: cluster.name });
}

// AWS does not document this error.
function checkNotOwned({ ownerArn, associationId, clusterName }: AssociationRecord): void {
  if (ownerArn === undefined) return;
  throw invalidRequest(`The association ${associationId} is owned by the EKS add-on ${ownerArn}.`, {
    clusterName,
  });
}
