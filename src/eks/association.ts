import { FLAG, TEXT } from "../aws/names.ts";
import type { ObjectShape } from "../aws/shape.ts";
import { ANY_TAGS, type Tags } from "../aws/tags.ts";
import { TIME, toEpochSeconds } from "../aws/timestamp.ts";

/** The IAM role of the pods of one service account. Members that this version does not list pass through unchanged. */
export interface PodIdentityAssociation {
  /** The name of the EKS cluster. */
  readonly clusterName: string;
  /** The namespace of the service account. */
  readonly namespace: string;
  /** The name of the service account. */
  readonly serviceAccount: string;
  /** The ARN of the role that EKS assumes for the pods. */
  readonly roleArn: string;
  /** The ARN of the association. */
  readonly associationArn: string;
  /** The id of the association, e.g. `a-abcdefghijklmnop1`. */
  readonly associationId: string;
  /** The tags of the association. */
  readonly tags?: Tags;
  /** When the association was created. */
  readonly createdAt?: Date;
  /** When the association was last changed. */
  readonly modifiedAt?: Date;
  /** The ARN of the EKS add-on that owns the association. Absent: no add-on owns it. */
  readonly ownerArn?: string;
  /** Whether EKS adds no session tags, for example `kubernetes-namespace`. */
  readonly disableSessionTags?: boolean;
  /** The ARN of a further role that EKS assumes with `roleArn`. The pods get the credentials of this role. */
  readonly targetRoleArn?: string;
  /** The external id that EKS uses for `targetRoleArn`. Its trust policy should require this id as `sts:ExternalId`. */
  readonly externalId?: string;
  /** A session policy in JSON that restricts what the pods may do. */
  readonly policy?: string;
}

/** What a list returns of an association. `describePodIdentityAssociation` returns role, times and tags, too. */
export interface PodIdentityAssociationSummary {
  /** The name of the EKS cluster. */
  readonly clusterName: string;
  /** The namespace of the service account. */
  readonly namespace: string;
  /** The name of the service account. */
  readonly serviceAccount: string;
  /** The ARN of the association. */
  readonly associationArn: string;
  /** The id of the association, e.g. `a-abcdefghijklmnop1`. */
  readonly associationId: string;
  /** The ARN of the EKS add-on that owns the association. Absent: no add-on owns it. */
  readonly ownerArn?: string;
}

/** One page of a list. */
export interface PodIdentityAssociationPage {
  /** The associations of this page. */
  readonly associations: readonly PodIdentityAssociationSummary[];
  /** The token of the next page. Absent: this is the last page. */
  readonly nextToken?: string;
}

/** Writes an association as EKS does, with times as epoch seconds. `decodePodIdentityAssociation` reads it back unchanged. */
export function encodePodIdentityAssociation(association: PodIdentityAssociation): Record<string, unknown> {
  const { createdAt, modifiedAt, ...rest } = association;
  return {
    ...rest,
    ...(createdAt && { createdAt: toEpochSeconds(createdAt) }),
    ...(modifiedAt && { modifiedAt: toEpochSeconds(modifiedAt) }),
  };
}

/** An association in a response. */
export const ASSOCIATION: ObjectShape<PodIdentityAssociation> = {
  required: {
    clusterName: TEXT,
    namespace: TEXT,
    serviceAccount: TEXT,
    roleArn: TEXT,
    associationArn: TEXT,
    associationId: TEXT,
  },
  optional: {
    tags: ANY_TAGS,
    createdAt: TIME,
    modifiedAt: TIME,
    ownerArn: TEXT,
    disableSessionTags: FLAG,
    targetRoleArn: TEXT,
    externalId: TEXT,
    policy: TEXT,
  },
};

/** The response to create, describe, update and delete. */
export const ASSOCIATION_RESPONSE: ObjectShape<{ readonly association: PodIdentityAssociation }> = {
  required: { association: ASSOCIATION },
  optional: {},
};

/** A summary in a list. */
export const ASSOCIATION_SUMMARY: ObjectShape<PodIdentityAssociationSummary> = {
  required: {
    clusterName: TEXT,
    namespace: TEXT,
    serviceAccount: TEXT,
    associationArn: TEXT,
    associationId: TEXT,
  },
  optional: { ownerArn: TEXT },
};

/** One page of a list. */
export const ASSOCIATION_PAGE: ObjectShape<PodIdentityAssociationPage> = {
  required: { associations: { items: ASSOCIATION_SUMMARY } },
  optional: { nextToken: TEXT },
};
