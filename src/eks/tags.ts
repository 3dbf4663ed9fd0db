import type { Tags } from "../aws/tags.ts";
import type { CallOptions } from "../http/attempt.ts";
import type { Client } from "../http/client.ts";
import { callRestJson } from "../http/protocols/rest-json.ts";
import { encodePairs, percentEncode } from "../lib/percent-encoding.ts";
import {
  checkListTags,
  checkTagResource,
  checkUntagResource,
  decodeTags,
  type TagResourceInput,
  type UntagResourceInput,
} from "./tag-requests.ts";

/** Adds or replaces tags of an association (EKS TagResource). Throws `SERVICE` with `NotFoundException`. */
export async function tagResource(
  client: Client,
  input: TagResourceInput,
  options?: CallOptions,
): Promise<void> {
  checkTagResource(input);
  const { resourceArn, ...body } = input;
  const path = pathOf(resourceArn);
  await callRestJson(
    client,
    { service: "eks", operation: "TagResource", method: "POST", path, body },
    options,
  );
}

/** Removes tags of an association by their keys (EKS UntagResource). Keys that are not there do no harm. */
export async function untagResource(
  client: Client,
  input: UntagResourceInput,
  options?: CallOptions,
): Promise<void> {
  checkUntagResource(input);
  const path = `${pathOf(input.resourceArn)}?${encodePairs(input.tagKeys.map((key) => ["tagKeys", key]))}`;
  await callRestJson(client, { service: "eks", operation: "UntagResource", method: "DELETE", path }, options);
}

/** Lists the tags of an association (EKS ListTagsForResource). */
export async function listTagsForResource(
  client: Client,
  input: { readonly resourceArn: string },
  options?: CallOptions,
): Promise<Tags> {
  checkListTags(input);
  const path = pathOf(input.resourceArn);
  const operation = "ListTagsForResource";
  const { body, context } = await callRestJson(
    client,
    { service: "eks", operation, method: "GET", path },
    options,
  );
  return decodeTags(body, context);
}

function pathOf(resourceArn: string): string {
  return `/tags/${percentEncode(resourceArn)}`;
}
