import * as v from "valibot";
import { parseResponse, type ResponseContext, type Schema } from "../aws/decode.ts";
import { anyTags, type Tags } from "../aws/tags.ts";
import { timestamp, toEpochSeconds } from "../aws/timestamp.ts";

/**
 * Which IAM role the pods of one service account get. Members that this version does not know pass through
 * as they arrived.
 */
export interface PodIdentityAssociation {
  readonly clusterName: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly roleArn: string;
  readonly associationArn: string;
  readonly associationId: string;
  readonly tags?: Tags;
  readonly createdAt?: Date;
  readonly modifiedAt?: Date;
  /** Set if an EKS add-on owns the association. */
  readonly ownerArn?: string;
  readonly disableSessionTags?: boolean;
  /** The role that EKS assumes with `roleArn`, and whose credentials the pods get. */
  readonly targetRoleArn?: string;
  /** Made by EKS for `targetRoleArn`; its trust policy should require it as `sts:ExternalId`. */
  readonly externalId?: string;
  /** A session policy in JSON that narrows what the pods may do. */
  readonly policy?: string;
}

/** What a list shows of an association. Roles, times and tags take a describe. */
export interface PodIdentityAssociationSummary {
  readonly clusterName: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly associationArn: string;
  readonly associationId: string;
  readonly ownerArn?: string;
}

/** One page of a list. No `nextToken`: it was the last. */
export interface PodIdentityAssociationPage {
  readonly associations: readonly PodIdentityAssociationSummary[];
  readonly nextToken?: string;
}

/** Reads the answer to create, describe, update and delete. Throws `InvalidResponseError`. */
export function decodeAssociation(body: unknown, context: ResponseContext): PodIdentityAssociation {
  return parseResponse(v.looseObject({ association: associationSchema() }), body, context).association;
}

/** Reads one page of a list. Throws `InvalidResponseError`. */
export function decodeAssociationPage(body: unknown, context: ResponseContext): PodIdentityAssociationPage {
  const page = v.looseObject({
    associations: v.array(v.looseObject(summaryMembers())),
    nextToken: v.exactOptional(v.string()),
  });
  return parseResponse(page, body, context);
}

/** Writes an association as EKS does, times as epoch seconds: `decodeAssociation` reads it back unchanged. */
export function encodeAssociation(association: PodIdentityAssociation): Record<string, unknown> {
  const { createdAt, modifiedAt, ...rest } = association;
  return {
    ...rest,
    ...(createdAt && { createdAt: toEpochSeconds(createdAt) }),
    ...(modifiedAt && { modifiedAt: toEpochSeconds(modifiedAt) }),
  };
}

function associationSchema(): Schema<PodIdentityAssociation> {
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
