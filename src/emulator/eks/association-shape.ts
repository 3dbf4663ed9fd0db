import type { AssociationRecord } from "../world/associations.ts";

/** Builds a `PodIdentityAssociation` as EKS sends it. JSON omits the `undefined` members. */
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

/** Builds a `PodIdentityAssociationSummary`, the item of a list. */
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
