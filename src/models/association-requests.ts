import * as v from "valibot";
import { clusterName, namespace, pathLabel, roleArn, serviceAccount } from "./names.ts";
import { checkRequest, type Schema, tryParseJson } from "./parse.ts";
import { type Tags, tags } from "./tags.ts";

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
const POLICY_PAIR = "needs disableSessionTags: true beside it";
const NOT_A_CHANGE = new Set(["clusterName", "associationId", "clientRequestToken"]);

const policy = v.pipe(v.string(), v.check(isJsonObject, "must be an IAM policy: a JSON object"));
const key = { clusterName, associationId: pathLabel };
const common = {
  disableSessionTags: v.optional(v.boolean()),
  clientRequestToken: v.optional(v.pipe(v.string(), v.nonEmpty("must not be empty"))),
};

const create = v.pipe(
  v.looseObject({
    clusterName,
    namespace,
    serviceAccount,
    roleArn,
    targetRoleArn: v.optional(roleArn),
    policy: v.optional(policy),
    tags: v.optional(tags),
    ...common,
  }),
  v.forward(
    v.check((input) => !input.policy || input.disableSessionTags === true, POLICY_PAIR),
    ["policy"],
  ),
);

const update = v.pipe(
  v.looseObject({
    ...key,
    roleArn: v.optional(roleArn),
    targetRoleArn: v.optional(clearable(roleArn)),
    policy: v.optional(clearable(policy)),
    ...common,
  }),
  v.check(
    (input) =>
      Object.entries(input).some(([member, value]) => value !== undefined && !NOT_A_CHANGE.has(member)),
    "must change at least one of roleArn, targetRoleArn, policy or disableSessionTags",
  ),
  // The association may already have its session tags disabled, so only an explicit contradiction is refused.
  v.forward(
    v.check((input) => !input.policy || input.disableSessionTags !== false, POLICY_PAIR),
    ["policy"],
  ),
);

const list = v.looseObject({
  clusterName,
  namespace: v.optional(namespace),
  serviceAccount: v.optional(serviceAccount),
  maxResults: v.optional(
    v.pipe(v.number(), v.check(isPageSize, `must be a whole number from 1 to ${MAX_PAGE_SIZE}`)),
  ),
  nextToken: v.optional(v.pipe(v.string(), v.nonEmpty("must not be empty"))),
});

/** Throws `InvalidRequestError` unless the input can be sent as CreatePodIdentityAssociation. */
export function checkCreate(input: CreatePodIdentityAssociationInput): void {
  checkRequest(create, input, "CreatePodIdentityAssociation");
}

/** Throws `InvalidRequestError` unless the input can be sent as UpdatePodIdentityAssociation. */
export function checkUpdate(input: UpdatePodIdentityAssociationInput): void {
  checkRequest(update, input, "UpdatePodIdentityAssociation");
}

/** Throws `InvalidRequestError` unless the key names one association. */
export function checkAssociationKey(input: PodIdentityAssociationKey, operation: string): void {
  checkRequest(v.looseObject(key), input, operation);
}

/** Throws `InvalidRequestError` unless the input can be sent as ListPodIdentityAssociations. */
export function checkList(input: ListPodIdentityAssociationsInput): void {
  checkRequest(list, input, "ListPodIdentityAssociations");
}

function clearable(schema: Schema<string>): v.GenericSchema<unknown, string> {
  return v.union([v.literal(""), schema]);
}

function isPageSize(size: number): boolean {
  return Number.isInteger(size) && size >= 1 && size <= MAX_PAGE_SIZE;
}

function isJsonObject(text: string): boolean {
  const value = tryParseJson(text);
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
