import { AwsError } from "../wire/aws-error.ts";
import { newAssociationId, newUuid } from "../wire/identifiers.ts";
import { partitionOf } from "../wire/partition.ts";
import type { AssociationPair, AssociationRecord } from "../world/associations.ts";
import type { Cluster } from "../world/cluster.ts";
import type { World } from "../world/world.ts";
import { type CreateAssociationInput, checkPolicyPair } from "./association-input.ts";

/** What a new association is made of. */
export interface NewAssociation extends CreateAssociationInput {
  readonly ownerArn?: string;
}

/**
 * Adds an association to a cluster.
 * @throws AwsError when the pair is taken or the cluster is full.
 */
export function addAssociation(world: World, cluster: Cluster, wanted: NewAssociation): AssociationRecord {
  const { region, accountId } = world.config;
  const { namespace, serviceAccount, roleArn, tags, ownerArn } = wanted;
  const disableSessionTags = wanted.disableSessionTags ?? false;
  const policy = wanted.policy || undefined;
  const targetRoleArn = wanted.targetRoleArn || undefined;
  checkPolicyPair(policy, disableSessionTags);
  const nowMs = world.now();
  const pair = { clusterName: cluster.name, namespace, serviceAccount };
  checkRoom(world, pair, nowMs);
  const associationId = newAssociationId(world.random);
  const resource = `podidentityassociation/${cluster.name}/${associationId}`;
  const record: AssociationRecord = {
    ...pair,
    roleArn,
    associationArn: `arn:${partitionOf(region)}:eks:${region}:${accountId}:${resource}`,
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

function checkRoom(world: World, pair: AssociationPair, nowMs: number): void {
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

/** A `PodIdentityAssociation` as EKS writes it; `undefined` members are left out of the JSON. */
export function associationShape(record: AssociationRecord): Readonly<Record<string, unknown>> {
  return {
    clusterName: record.clusterName,
    namespace: record.namespace,
    serviceAccount: record.serviceAccount,
    roleArn: record.roleArn,
    associationArn: record.associationArn,
    associationId: record.associationId,
    tags: record.tags,
    createdAt: record.createdAtMs / 1000,
    modifiedAt: record.modifiedAtMs / 1000,
    ownerArn: record.ownerArn,
    disableSessionTags: record.disableSessionTags,
    targetRoleArn: record.targetRoleArn,
    externalId: record.externalId,
    policy: record.policy,
  };
}

/** A `PodIdentityAssociationSummary`: what a list holds, and no more. */
export function associationSummary(record: AssociationRecord): Readonly<Record<string, unknown>> {
  return {
    clusterName: record.clusterName,
    namespace: record.namespace,
    serviceAccount: record.serviceAccount,
    associationArn: record.associationArn,
    associationId: record.associationId,
    ownerArn: record.ownerArn,
  };
}
