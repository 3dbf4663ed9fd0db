import * as v from "valibot";
import { parseArn } from "../aws/arn.ts";
import { checkRequest, parseResponse, type ResponseContext, type Schema } from "../aws/decode.ts";
import { text } from "../aws/names.ts";
import { anyTags, someTags, type Tags, tagKeys } from "../aws/tags.ts";

/** What TagResource takes. Tags with the same key are replaced, others stay. */
export interface TagResourceInput {
  /** The `associationArn` of an association, or the ARN of another EKS resource. */
  readonly resourceArn: string;
  readonly tags: Tags;
}

/** What UntagResource takes. */
export interface UntagResourceInput {
  readonly resourceArn: string;
  readonly tagKeys: readonly string[];
}

/** Throws `InvalidRequestError` unless the input can be sent as TagResource. */
export function checkTagResource(input: TagResourceInput): void {
  checkRequest(v.looseObject({ resourceArn: resourceArn(), tags: someTags() }), input, "TagResource");
}

/** Throws `InvalidRequestError` unless the input can be sent as UntagResource. */
export function checkUntagResource(input: UntagResourceInput): void {
  checkRequest(v.looseObject({ resourceArn: resourceArn(), tagKeys: tagKeys() }), input, "UntagResource");
}

/** Throws `InvalidRequestError` unless the input can be sent as ListTagsForResource. */
export function checkListTags(input: { readonly resourceArn: string }): void {
  checkRequest(v.looseObject({ resourceArn: resourceArn() }), input, "ListTagsForResource");
}

/** Reads the answer to ListTagsForResource. Throws `InvalidResponseError`. */
export function decodeTags(body: unknown, context: ResponseContext): Tags {
  return parseResponse(v.looseObject({ tags: v.exactOptional(anyTags()) }), body, context).tags ?? {};
}

function resourceArn(): Schema<string> {
  return text((arn) => parseArn(arn)?.service === "eks", "must be the ARN of an EKS resource");
}
