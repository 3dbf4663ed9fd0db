import * as v from "valibot";
import { isRoleArn } from "../aws/arn.ts";
import { checkRequest, isRecord, tryParseJson } from "../aws/decode.ts";
import { clusterName, namespace, pathLabel, roleArn, serviceAccount, someText, text } from "../aws/names.ts";
import { type Tags, tags } from "../aws/tags.ts";
import { InvalidRequestError } from "../errors/errors.ts";

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
const NOT_A_CHANGE = new Set(["clusterName", "associationId", "clientRequestToken"]);

/** Throws `INVALID_REQUEST` unless the input can be sent as CreatePodIdentityAssociation. */
export function checkCreate(input: CreatePodIdentityAssociationInput): void {
  const operation = "CreatePodIdentityAssociation";
  const schema = v.looseObject({
    clusterName: clusterName(),
    namespace: namespace(),
    serviceAccount: serviceAccount(),
    roleArn: roleArn(),
    targetRoleArn: v.optional(roleArn()),
    policy: v.optional(text(isPolicy, POLICY_PROBLEM)),
    disableSessionTags: v.optional(v.boolean()),
    tags: v.optional(tags()),
    clientRequestToken: v.optional(someText()),
  });
  checkRequest(schema, input, operation);
  if (input.policy && !input.disableSessionTags) throw policyAlone(operation);
}

/** Throws `INVALID_REQUEST` unless the input can be sent as UpdatePodIdentityAssociation. */
export function checkUpdate(input: UpdatePodIdentityAssociationInput): void {
  const operation = "UpdatePodIdentityAssociation";
  const schema = v.looseObject({
    clusterName: clusterName(),
    associationId: pathLabel(),
    roleArn: v.optional(roleArn()),
    targetRoleArn: v.optional(
      text((arn) => arn === "" || isRoleArn(arn), "must be the ARN of an IAM role, or empty"),
    ),
    policy: v.optional(text((policy) => policy === "" || isPolicy(policy), POLICY_PROBLEM)),
    disableSessionTags: v.optional(v.boolean()),
    clientRequestToken: v.optional(someText()),
  });
  checkRequest(schema, input, operation);
  // The association may already have its session tags disabled.
  if (input.policy && input.disableSessionTags === false) throw policyAlone(operation);
  if (Object.entries(input).some(([member, value]) => value !== undefined && !NOT_A_CHANGE.has(member)))
    return;
  const problem = "changes nothing: set roleArn, targetRoleArn, policy or disableSessionTags";
  throw new InvalidRequestError({ operation, field: "the input", problem });
}

/** Throws `INVALID_REQUEST` unless the key can identify an association. */
export function checkAssociationKey(input: PodIdentityAssociationKey, operation: string): void {
  checkRequest(v.looseObject({ clusterName: clusterName(), associationId: pathLabel() }), input, operation);
}

/** Throws `INVALID_REQUEST` unless the input can be sent as ListPodIdentityAssociations. */
export function checkList(input: ListPodIdentityAssociationsInput): void {
  const schema = v.looseObject({
    clusterName: clusterName(),
    namespace: v.optional(namespace()),
    serviceAccount: v.optional(serviceAccount()),
    maxResults: v.optional(
      v.pipe(v.number(), v.check(isPageSize, `must be a whole number from 1 to ${MAX_PAGE_SIZE}`)),
    ),
    nextToken: v.optional(someText()),
  });
  checkRequest(schema, input, "ListPodIdentityAssociations");
}

function isPolicy(policy: string): boolean {
  return isRecord(tryParseJson(policy));
}

function isPageSize(size: number): boolean {
  return Number.isInteger(size) && size >= 1 && size <= MAX_PAGE_SIZE;
}

function policyAlone(operation: string): InvalidRequestError {
  return new InvalidRequestError({
    operation,
    field: "policy",
    problem: "needs disableSessionTags: true",
  });
}
