import { parseArn } from "../aws/arn.ts";
import type { PrimitiveShape } from "../aws/shape.ts";
import { ANY_TAGS, SOME_TAGS, TAG_KEYS, type Tags } from "../aws/tags.ts";
import type { CallOptions } from "../http/attempt.ts";
import type { ClientSource } from "../http/client.ts";
import { callRestJson, type RestJsonOperation } from "../http/protocols/rest-json.ts";
import { encodePairs, percentEncode } from "../lib/url.ts";

/** The input of `tagResource`. */
export interface TagResourceInput {
  /** The `associationArn` of an association, or the ARN of another EKS resource. */
  readonly resourceArn: string;
  /** The tags to set. They replace tags with the same key; other tags stay. */
  readonly tags: Tags;
}

/** The input of `untagResource`. */
export interface UntagResourceInput {
  /** The `associationArn` of an association, or the ARN of another EKS resource. */
  readonly resourceArn: string;
  /** The keys of the tags to remove. */
  readonly tagKeys: readonly string[];
}

const RESOURCE_ARN: PrimitiveShape<string> = {
  type: "string",
  check: (arn) => (parseArn(arn)?.service === "eks" ? undefined : "must be the ARN of an EKS resource"),
};

const TAG: RestJsonOperation<TagResourceInput, void> = {
  service: "eks",
  name: "TagResource",
  method: "POST",
  input: { required: { resourceArn: RESOURCE_ARN, tags: SOME_TAGS }, optional: {} },
  path: pathOf,
  body: ({ resourceArn: _arn, ...body }) => body,
};

const UNTAG: RestJsonOperation<UntagResourceInput, void> = {
  service: "eks",
  name: "UntagResource",
  method: "DELETE",
  input: { required: { resourceArn: RESOURCE_ARN, tagKeys: TAG_KEYS }, optional: {} },
  path: (input) => `${pathOf(input)}?${encodePairs(input.tagKeys.map((key) => ["tagKeys", key]))}`,
};

const LIST: RestJsonOperation<{ readonly resourceArn: string }, { readonly tags?: Tags }> = {
  service: "eks",
  name: "ListTagsForResource",
  method: "GET",
  input: { required: { resourceArn: RESOURCE_ARN }, optional: {} },
  path: pathOf,
  output: { required: {}, optional: { tags: ANY_TAGS } },
};

/** Adds or replaces tags of an association (EKS TagResource). Throws `SERVICE` with `NotFoundException` if it is gone. */
export async function tagResource(
  client: ClientSource,
  input: TagResourceInput,
  options?: CallOptions,
): Promise<void> {
  await callRestJson(client, TAG, input, options);
}

/** Removes tags of an association by their keys (EKS UntagResource). Ignores keys that the association lacks. */
export async function untagResource(
  client: ClientSource,
  input: UntagResourceInput,
  options?: CallOptions,
): Promise<void> {
  await callRestJson(client, UNTAG, input, options);
}

/** Lists the tags of an association (EKS ListTagsForResource). */
export async function listTagsForResource(
  client: ClientSource,
  input: { readonly resourceArn: string },
  options?: CallOptions,
): Promise<Tags> {
  return (await callRestJson(client, LIST, input, options)).tags ?? {};
}

function pathOf({ resourceArn }: { readonly resourceArn: string }): string {
  return `/tags/${percentEncode(resourceArn)}`;
}
