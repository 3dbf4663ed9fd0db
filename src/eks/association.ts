import * as v from "valibot";
import { parseResponse, type ResponseContext, type Schema } from "../aws/decode.ts";
import { anyTags, type Tags } from "../aws/tags.ts";
import { timestamp, toEpochSeconds } from "../aws/timestamp.ts";

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

/** Reads the response to create, describe, update and delete. Throws `INVALID_RESPONSE`. */
export function decodeAssociation(body: unknown, context: ResponseContext): PodIdentityAssociation {
  return parseResponse(v.looseObject({ association: associationSchema() }), body, context).association;
}

/** Reads one page of a list. Throws `INVALID_RESPONSE`. */
export function decodeAssociationPage(body: unknown, context: ResponseContext): PodIdentityAssociationPage {
  return parseResponse(associationPageSchema(), body, context);
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

/** The schema of an association in a response. */
export function associationSchema(): Schema<PodIdentityAssociation> {
  return v.looseObject({
    ...summaryMembers(),
    roleArn: v.string(),
    tags: v.exactOptional(anyTags()),
    createdAt: v.exactOptional(timestamp()),
    modifiedAt: v.exactOptional(timestamp()),
    disableSessionTags: v.exactOptional(v.boolean()),
    targetRoleArn: v.exactOptional(v.string()),
    externalId: v.exactOptional(v.string()),
    policy: v.exactOptional(v.string()),
  });
}

/** The schema of a summary in a list. */
export function associationSummarySchema(): Schema<PodIdentityAssociationSummary> {
  return v.looseObject(summaryMembers());
}

/** The schema of one page of a list. */
export function associationPageSchema(): Schema<PodIdentityAssociationPage> {
  return v.looseObject({
    associations: v.array(associationSummarySchema()),
    nextToken: v.exactOptional(v.string()),
  });
}

function summaryMembers(): Record<
  keyof Omit<PodIdentityAssociationSummary, "ownerArn">,
  v.StringSchema<undefined>
> & {
  ownerArn: v.ExactOptionalSchema<v.StringSchema<undefined>, undefined>;
} {
  const text = v.string();
  return {
    clusterName: text,
    namespace: text,
    serviceAccount: text,
    associationArn: text,
    associationId: text,
    ownerArn: v.exactOptional(text),
  };
}
