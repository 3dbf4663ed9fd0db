import { isRoleArn } from "../aws/arn.ts";
import { isRecord, tryParseAwsJson } from "../aws/decode.ts";
import {
  CLUSTER_NAME,
  FLAG,
  NAMESPACE,
  PATH_LABEL,
  ROLE_ARN,
  SERVICE_ACCOUNT,
  SOME_TEXT,
} from "../aws/names.ts";
import type { ObjectShape } from "../aws/shape.ts";
import { TAGS, type Tags } from "../aws/tags.ts";

/** The input of `createPodIdentityAssociation`. */
export interface CreatePodIdentityAssociationInput {
  /** The name of the EKS cluster. */
  readonly clusterName: string;
  /** The namespace of the service account. */
  readonly namespace: string;
  /** The name of the service account. EKS does not check that it exists. */
  readonly serviceAccount: string;
  /** The ARN of the role that EKS assumes for the pods. */
  readonly roleArn: string;
  /** The ARN of a further role that EKS assumes with `roleArn`, for example in another account. Default: none. */
  readonly targetRoleArn?: string;
  /** A session policy in JSON. AWS accepts it only with `disableSessionTags: true`. Default: none. */
  readonly policy?: string;
  /** Whether EKS adds no session tags. Default: `false`. */
  readonly disableSessionTags?: boolean;
  /** The tags of the association. Default: none. */
  readonly tags?: Tags;
  /** Makes a repeated call harmless. Default: a new token for each call, which the retries of the call share. */
  readonly clientRequestToken?: string;
}

/** The input of `updatePodIdentityAssociation`, with at least one change. */
export interface UpdatePodIdentityAssociationInput {
  /** The name of the EKS cluster. */
  readonly clusterName: string;
  /** The id of the association, e.g. `a-abcdefghijklmnop1`. */
  readonly associationId: string;
  /** The ARN of the new role. Default: unchanged. */
  readonly roleArn?: string;
  /** The ARN of the new target role. Empty text removes it. Default: unchanged. */
  readonly targetRoleArn?: string;
  /** The new session policy in JSON. Empty text removes it. Default: unchanged. */
  readonly policy?: string;
  /** Whether EKS adds no session tags. Default: unchanged. */
  readonly disableSessionTags?: boolean;
  /** Makes a repeated call harmless. Default: a new token for each call, which the retries of the call share. */
  readonly clientRequestToken?: string;
}

/** Identifies an association of a cluster. */
export interface PodIdentityAssociationKey {
  /** The name of the EKS cluster. */
  readonly clusterName: string;
  /** The id of the association, e.g. `a-abcdefghijklmnop1`. */
  readonly associationId: string;
}

/** The input of `listPodIdentityAssociations`. */
export interface ListPodIdentityAssociationsInput {
  /** The name of the EKS cluster. */
  readonly clusterName: string;
  /** Lists only the associations of this namespace. Default: of all. */
  readonly namespace?: string;
  /** Lists only the associations of service accounts with this name. Default: of all. */
  readonly serviceAccount?: string;
  /** The most associations of a page, from 1 to 100. Default: 100. */
  readonly maxResults?: number;
  /** The token of the page, from the page before it. Default: the first page. */
  readonly nextToken?: string;
}

const MAX_PAGE_SIZE = 100;
const POLICY_PROBLEM = "must be an IAM policy: a JSON object";
const POLICY_ALONE = "needs disableSessionTags: true";

/** The input of CreatePodIdentityAssociation. */
export const CREATE_INPUT: ObjectShape<CreatePodIdentityAssociationInput> = {
  required: {
    clusterName: CLUSTER_NAME,
    namespace: NAMESPACE,
    serviceAccount: SERVICE_ACCOUNT,
    roleArn: ROLE_ARN,
  },
  optional: {
    targetRoleArn: ROLE_ARN,
    policy: {
      type: "string",
      check: (policy, { disableSessionTags }) => {
        if (!isPolicy(policy)) return POLICY_PROBLEM;
        return disableSessionTags === true ? undefined : POLICY_ALONE;
      },
    },
    disableSessionTags: FLAG,
    tags: TAGS,
    clientRequestToken: SOME_TEXT,
  },
};

/** The input of UpdatePodIdentityAssociation. */
export const UPDATE_INPUT: ObjectShape<UpdatePodIdentityAssociationInput> = {
  required: { clusterName: CLUSTER_NAME, associationId: PATH_LABEL },
  optional: {
    roleArn: ROLE_ARN,
    targetRoleArn: {
      type: "string",
      check: (arn) => (arn === "" || isRoleArn(arn) ? undefined : "must be the ARN of an IAM role, or empty"),
    },
    policy: {
      type: "string",
      check: (policy, { disableSessionTags }) => {
        if (policy === "") return undefined;
        if (!isPolicy(policy)) return POLICY_PROBLEM;
        // The association may already have its session tags disabled.
        return disableSessionTags === false ? POLICY_ALONE : undefined;
      },
    },
    disableSessionTags: FLAG,
    clientRequestToken: SOME_TEXT,
  },
  check: ({ clusterName: _cluster, associationId: _id, clientRequestToken: _token, ...changes }) =>
    Object.values(changes).some((change) => change !== undefined)
      ? undefined
      : "changes nothing: set roleArn, targetRoleArn, policy or disableSessionTags",
};

/** The key of an association. */
export const ASSOCIATION_KEY: ObjectShape<PodIdentityAssociationKey> = {
  required: { clusterName: CLUSTER_NAME, associationId: PATH_LABEL },
  optional: {},
};

/** The input of ListPodIdentityAssociations. */
export const LIST_INPUT: ObjectShape<ListPodIdentityAssociationsInput> = {
  required: { clusterName: CLUSTER_NAME },
  optional: {
    namespace: NAMESPACE,
    serviceAccount: SERVICE_ACCOUNT,
    maxResults: {
      type: "number",
      check: (size) => (isPageSize(size) ? undefined : `must be a whole number from 1 to ${MAX_PAGE_SIZE}`),
    },
    nextToken: SOME_TEXT,
  },
};

function isPolicy(policy: string): boolean {
  return isRecord(tryParseAwsJson(policy));
}

function isPageSize(size: number): boolean {
  return Number.isInteger(size) && size >= 1 && size <= MAX_PAGE_SIZE;
}
