import { AwsError } from "../wire/aws-error.ts";
import { newAssociationId, newUuid } from "../wire/identifiers.ts";
import type { AssociationPair, AssociationRecord } from "../world/associations.ts";
import type { Cluster } from "../world/cluster.ts";
import { eksArn } from "../world/clusters.ts";
import type { World } from "../world/world.ts";
import { type CreateAssociationInput, checkPolicyPair } from "./association-input.ts";

/** The members of a new association. */
export interface NewAssociation extends CreateAssociationInput {
  /** The ARN of the add-on that owns the association. */
  readonly ownerArn?: string;
}

/** Adds an association to a cluster. Throws an `AwsError` if the pair is taken or the cluster is full. */
export function addAssociation(world: World, cluster: Cluster, wanted: NewAssociation): AssociationRecord {
  const { namespace, serviceAccount, roleArn, tags, ownerArn } = wanted;
  const disableSessionTags = wanted.disableSessionTags ?? false;
  const policy = wanted.policy || undefined;
  const targetRoleArn = wanted.targetRoleArn || undefined;
  checkPolicyPair(policy, disableSessionTags);
  const nowMs = world.now();
  const pair = { clusterName: cluster.name, namespace, serviceAccount };
  checkPairAndLimit(world, pair, nowMs);
  const associationId = newAssociationId(world.random);
  const record: AssociationRecord = {
    ...pair,
    roleArn,
    associationArn: eksArn(world, `podidentityassociation/${cluster.name}/${associationId}`),
    associationId,
    tags,
    createdAtMs: nowMs,
    modifiedAtMs: nowMs,
    ownerArn,
    disableSessionTags,
    targetRoleArn,
    externalId: targetRoleArn === undefined ? undefined : newUuid(world.random),
    policy,
  };
  world.associations.put(record, nowMs, world.consistencyDelayMs);
  return record;
}

function checkPairAndLimit(world: World, pair: AssociationPair, nowMs: number): void {
  const { clusterName } = pair;
  const { associationLimit } = world.config;
  const holder = world.associations.takenBy(pair, nowMs);
  if (holder !== undefined) {
    throw new AwsError("ResourceInUseException", 409, `Association already exists: ${holder}`, {
      clusterName,
    });
  }
  if (world.associations.count(clusterName) >= associationLimit) {
    const message = `The cluster ${clusterName} has reached the limit of ${associationLimit} pod identity associations.`;
    throw new AwsError("ResourceLimitExceededException", 400, message, { clusterName });
  }
}
