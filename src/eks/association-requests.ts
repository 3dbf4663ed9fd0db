import * as v from "valibot";
import { isRoleArn } from "../aws/arn.ts";
import { checkRequest, isRecord, tryParseJson } from "../aws/decode.ts";
import { clusterName, namespace, pathLabel, roleArn, serviceAccount, someText, text } from "../aws/names.ts";
import { type Tags, tags } from "../aws/tags.ts";
import { InvalidRequestError } from "../errors/errors.ts";

/** What CreatePodIdentityAssociation takes. */
export interface CreatePodIdentityAssociationInput {
  readonly clusterName: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly roleArn: string;
  /** The role to assume with `roleArn`, for one in another account. */
  readonly targetRoleArn?: string;
  /** A session policy in JSON. AWS requires `disableSessionTags: true` beside it. */
  readonly policy?: string;
  readonly disableSessionTags?: boolean;
  readonly tags?: Tags;
  /** Made anew for each call if absent; its retries share it. */
  readonly clientRequestToken?: string;
}

/** What UpdatePodIdentityAssociation takes: at least one change. An empty text asks to clear a member. */
export interface UpdatePodIdentityAssociationInput {
  readonly clusterName: string;
  readonly associationId: string;
  readonly roleArn?: string;
  readonly targetRoleArn?: string;
  readonly policy?: string;
  readonly disableSessionTags?: boolean;
  readonly clientRequestToken?: string;
}

/** Names one association of a cluster. */
export interface PodIdentityAssociationKey {
  readonly clusterName: string;
  readonly associationId: string;
}

/** What ListPodIdentityAssociations takes. */
export interface ListPodIdentityAssociationsInput {
  readonly clusterName: string;
  readonly namespace?: string;
  readonly serviceAccount?: string;
  /** Items of a page, 1 to 100. */
  readonly maxResults?: number;
  readonly nextToken?: string;
}

const MAX_PAGE_SIZE = 100;
const POLICY_PROBLEM = "must be an IAM policy: a JSON object";
const NOT_A_CHANGE = new Set(["clusterName", "associationId", "clientRequestToken"]);

/** Throws `InvalidRequestError` unless the input can be sent as CreatePodIdentityAssociation. */
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

/** Throws `InvalidRequestError` unless the input can be sent as UpdatePodIdentityAssociation. */
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
  // The association may already have its session tags disabled, so only an explicit contradiction is refused.
  if (input.policy && input.disableSessionTags === false) throw policyAlone(operation);
  if (Object.entries(input).some(([member, value]) => value !== undefined && !NOT_A_CHANGE.has(member)))
    return;
  const problem = "changes nothing: set roleArn, targetRoleArn, policy or disableSessionTags";
  throw new InvalidRequestError({ operation, field: "the input", problem });
}

/** Throws `InvalidRequestError` unless the key names one association. */
export function checkAssociationKey(input: PodIdentityAssociationKey, operation: string): void {
  checkRequest(v.looseObject({ clusterName: clusterName(), associationId: pathLabel() }), input, operation);
}

/** Throws `InvalidRequestError` unless the input can be sent as ListPodIdentityAssociations. */
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
    problem: "needs disableSessionTags: true beside it",
  });
}
