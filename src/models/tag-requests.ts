import * as v from "valibot";
import { parseArn } from "./arn.ts";
import { checkRequest, parseResponse, type ResponseContext, type Schema } from "./parse.ts";
import { someTags, type Tags, tagKeys } from "./tags.ts";

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

const resourceArn = v.pipe(
  v.string(),
  v.check((text) => parseArn(text)?.service === "eks", "must be the ARN of an EKS resource"),
);

const tagsResponse: Schema<{ tags?: Tags }> = v.looseObject({
  tags: v.exactOptional(v.record(v.string(), v.string())),
});

/** Throws `InvalidRequestError` unless the input can be sent as TagResource. */
export function checkTagResource(input: TagResourceInput): void {
  checkRequest(v.looseObject({ resourceArn, tags: someTags }), input, "TagResource");
}

/** Throws `InvalidRequestError` unless the input can be sent as UntagResource. */
export function checkUntagResource(input: UntagResourceInput): void {
  checkRequest(v.looseObject({ resourceArn, tagKeys }), input, "UntagResource");
}

/** Throws `InvalidRequestError` unless the input can be sent as ListTagsForResource. */
export function checkListTags(input: { readonly resourceArn: string }): void {
  checkRequest(v.looseObject({ resourceArn }), input, "ListTagsForResource");
}

/** Reads the answer to ListTagsForResource. Throws `InvalidResponseError`. */
export function decodeTags(body: unknown, context: ResponseContext): Tags {
  return parseResponse(tagsResponse, body, context).tags ?? {};
}
