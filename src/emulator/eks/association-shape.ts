import type { AssociationRecord } from "../world/associations.ts";

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
