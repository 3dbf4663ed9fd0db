import * as v from "valibot";
import { isRoleArn } from "../aws/arn.ts";
import { checkRequest, type InputSchema, isRecord, tryParseJson } from "../aws/decode.ts";
import { clusterName, namespace, pathLabel, roleArn, serviceAccount, someText, text } from "../aws/names.ts";
import { type Tags, tags } from "../aws/tags.ts";

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

/** What decides whether an input may have a policy. */
type PolicyRule = { readonly disableSessionTags?: unknown };

const MAX_PAGE_SIZE = 100;
const POLICY_PROBLEM = "must be an IAM policy: a JSON object";
const POLICY_ALONE = "needs disableSessionTags: true";
const NOT_A_CHANGE = new Set(["clusterName", "associationId", "clientRequestToken"]);

/** Throws `INVALID_REQUEST` unless the input can be sent as CreatePodIdentityAssociation. */
export function checkCreate(input: CreatePodIdentityAssociationInput): void {
  checkRequest(createInputSchema(input), input, "CreatePodIdentityAssociation");
}

/** Throws `INVALID_REQUEST` unless the input can be sent as UpdatePodIdentityAssociation. */
export function checkUpdate(input: UpdatePodIdentityAssociationInput): void {
  checkRequest(updateInputSchema(input), input, "UpdatePodIdentityAssociation");
}

/** Throws `INVALID_REQUEST` unless the key can identify an association. */
export function checkAssociationKey(input: PodIdentityAssociationKey, operation: string): void {
  checkRequest(associationKeySchema(), input, operation);
}

/** Throws `INVALID_REQUEST` unless the input can be sent as ListPodIdentityAssociations. */
export function checkList(input: ListPodIdentityAssociationsInput): void {
  checkRequest(listInputSchema(), input, "ListPodIdentityAssociations");
}

/** The schema of the given input of CreatePodIdentityAssociation, whose members depend on one another. */
export function createInputSchema(input: PolicyRule): InputSchema<CreatePodIdentityAssociationInput> {
  return v.looseObject({
    clusterName: clusterName(),
    namespace: namespace(),
    serviceAccount: serviceAccount(),
    roleArn: roleArn(),
    targetRoleArn: v.optional(roleArn()),
    policy: v.optional(
      v.pipe(
        text(isPolicy, POLICY_PROBLEM),
        v.check(() => input.disableSessionTags === true, POLICY_ALONE),
      ),
    ),
    disableSessionTags: v.optional(v.boolean()),
    tags: v.optional(tags()),
    clientRequestToken: v.optional(someText()),
  });
}

/** The schema of the given input of UpdatePodIdentityAssociation, whose members depend on one another. */
export function updateInputSchema(input: PolicyRule): InputSchema<UpdatePodIdentityAssociationInput> {
  return v.pipe(
    v.looseObject({
      clusterName: clusterName(),
      associationId: pathLabel(),
      roleArn: v.optional(roleArn()),
      targetRoleArn: v.optional(
        text((arn) => arn === "" || isRoleArn(arn), "must be the ARN of an IAM role, or empty"),
      ),
      policy: v.optional(
        v.pipe(
          text((policy) => policy === "" || isPolicy(policy), POLICY_PROBLEM),
          // The association may already have its session tags disabled.
          v.check((policy) => policy === "" || input.disableSessionTags !== false, POLICY_ALONE),
        ),
      ),
      disableSessionTags: v.optional(v.boolean()),
      clientRequestToken: v.optional(someText()),
    }),
    v.check(
      (members) =>
        Object.entries(members).some(([member, value]) => value !== undefined && !NOT_A_CHANGE.has(member)),
      "changes nothing: set roleArn, targetRoleArn, policy or disableSessionTags",
    ),
  );
}

/** The schema of the key of an association. */
export function associationKeySchema(): InputSchema<PodIdentityAssociationKey> {
  return v.looseObject({ clusterName: clusterName(), associationId: pathLabel() });
}

/** The schema of the input of ListPodIdentityAssociations. */
export function listInputSchema(): InputSchema<ListPodIdentityAssociationsInput> {
  return v.looseObject({
    clusterName: clusterName(),
    namespace: v.optional(namespace()),
    serviceAccount: v.optional(serviceAccount()),
    maxResults: v.optional(
      v.pipe(v.number(), v.check(isPageSize, `must be a whole number from 1 to ${MAX_PAGE_SIZE}`)),
    ),
    nextToken: v.optional(someText()),
  });
}

function isPolicy(policy: string): boolean {
  return isRecord(tryParseJson(policy));
}

function isPageSize(size: number): boolean {
  return Number.isInteger(size) && size >= 1 && size <= MAX_PAGE_SIZE;
}
