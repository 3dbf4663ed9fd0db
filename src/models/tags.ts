import * as v from "valibot";
import type { Schema } from "./parse.ts";

/** Tags of an AWS resource: at most 50, keys of 1 to 128 characters, values of up to 256. */
export type Tags = Readonly<Record<string, string>>;

const MAX_TAGS = 50;
const MAX_KEY_LENGTH = 128;
const MAX_VALUE_LENGTH = 256;

/** Keys to be removed: 1 to 50. */
export const tagKeys: Schema<string[]> = v.pipe(
  v.array(v.pipe(v.string(), v.check(isKeyLength, `must be 1 to ${MAX_KEY_LENGTH} characters`))),
  v.minLength(1, "must name at least one key"),
  v.maxLength(MAX_TAGS, `must name at most ${MAX_TAGS} keys`),
);

/** Tags of a request. */
export const tags: Schema<Tags> = v.pipe(
  v.record(v.string(), v.string()),
  v.check((map) => Object.keys(map).length <= MAX_TAGS, `must hold at most ${MAX_TAGS} tags`),
  v.check(
    (map) => Object.keys(map).every(isKeyLength),
    `must have keys of 1 to ${MAX_KEY_LENGTH} characters`,
  ),
  v.check(
    (map) => Object.values(map).every((value) => characters(value) <= MAX_VALUE_LENGTH),
    `must have values of at most ${MAX_VALUE_LENGTH} characters`,
  ),
  v.check(
    (map) => !Object.entries(map).flat().some(isReserved),
    "must not use the prefix 'aws:', which AWS reserves for keys and values",
  ),
);

/** Tags of a request that must change something. */
export const someTags: Schema<Tags> = v.pipe(
  tags,
  v.check((map) => Object.keys(map).length > 0, "must hold at least one tag"),
);

/** The tags to send: an empty map breaks AWS's minimum of one, and means the same as none. */
export function omitEmptyTags(map: Tags | undefined): Tags | undefined {
  return map && Object.keys(map).length > 0 ? map : undefined;
}

function isKeyLength(key: string): boolean {
  const length = characters(key);
  return length >= 1 && length <= MAX_KEY_LENGTH;
}

function isReserved(text: string): boolean {
  return /^aws:/i.test(text);
}

/** AWS counts Unicode characters, JavaScript counts UTF-16 units. */
function characters(text: string): number {
  return [...text].length;
}
