import * as v from "valibot";
import { parseArn } from "../aws/arn.ts";
import { checkRequest, parseResponse, type ResponseContext, type Schema } from "../aws/decode.ts";
import { text } from "../aws/names.ts";
import { anyTags, someTags, type Tags, tagKeys } from "../aws/tags.ts";
import type { CallOptions } from "../http/attempt.ts";
import type { ClientSource } from "../http/client.ts";
import { callRestJson } from "../http/protocols/rest-json.ts";
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

/** Adds or replaces tags of an association (EKS TagResource). Throws `SERVICE` with `NotFoundException` if it is gone. */
export async function tagResource(
  client: ClientSource,
  input: TagResourceInput,
  options?: CallOptions,
): Promise<void> {
  checkTagResource(input);
  const { resourceArn, ...body } = input;
  const path = pathOf(resourceArn);
  await callRestJson(client, { service: "eks", name: "TagResource", method: "POST", path, body }, options);
}

/** Removes tags of an association by their keys (EKS UntagResource). Ignores keys that the association lacks. */
export async function untagResource(
  client: ClientSource,
  input: UntagResourceInput,
  options?: CallOptions,
): Promise<void> {
  checkUntagResource(input);
  const path = `${pathOf(input.resourceArn)}?${encodePairs(input.tagKeys.map((key) => ["tagKeys", key]))}`;
  await callRestJson(client, { service: "eks", name: "UntagResource", method: "DELETE", path }, options);
}

/** Lists the tags of an association (EKS ListTagsForResource). */
export async function listTagsForResource(
  client: ClientSource,
  input: { readonly resourceArn: string },
  options?: CallOptions,
): Promise<Tags> {
  checkListTags(input);
  const path = pathOf(input.resourceArn);
  const { body, context } = await callRestJson(
    client,
    { service: "eks", name: "ListTagsForResource", method: "GET", path },
    options,
  );
  return decodeTags(body, context);
}

function pathOf(resourceArn: string): string {
  return `/tags/${percentEncode(resourceArn)}`;
}

/** Throws `INVALID_REQUEST` unless the input can be sent as TagResource. */
function checkTagResource(input: TagResourceInput): void {
  checkRequest(v.looseObject({ resourceArn: resourceArn(), tags: someTags() }), input, "TagResource");
}

/** Throws `INVALID_REQUEST` unless the input can be sent as UntagResource. */
function checkUntagResource(input: UntagResourceInput): void {
  checkRequest(v.looseObject({ resourceArn: resourceArn(), tagKeys: tagKeys() }), input, "UntagResource");
}

/** Throws `INVALID_REQUEST` unless the input can be sent as ListTagsForResource. */
function checkListTags(input: { readonly resourceArn: string }): void {
  checkRequest(v.looseObject({ resourceArn: resourceArn() }), input, "ListTagsForResource");
}

/** Reads the response to ListTagsForResource. Throws `INVALID_RESPONSE`. */
function decodeTags(body: unknown, context: ResponseContext): Tags {
  return parseResponse(v.looseObject({ tags: v.exactOptional(anyTags()) }), body, context).tags ?? {};
}

function resourceArn(): Schema<string> {
  return text((arn) => parseArn(arn)?.service === "eks", "must be the ARN of an EKS resource");
}
