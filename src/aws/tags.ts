import * as v from "valibot";
import type { Schema } from "./decode.ts";

/** The tags of an AWS resource: at most 50, with keys of 1 to 128 characters and values of up to 256. */
export type Tags = Readonly<Record<string, string>>;

const MAX_TAGS = 50;
const MAX_KEY_LENGTH = 128;
const MAX_VALUE_LENGTH = 256;
const RESERVED = /^aws:/i;

/** The schema of tags in a response. A record of valibot would drop the keys `constructor` and `prototype`. */
export function anyTags(): Schema<Tags> {
  return v.lazy((map) => {
    const keys = Object.keys(Object(map));
    return v.object(Object.fromEntries(keys.map((key) => [key, v.string()])));
  });
}

/** The schema of tags in a request, by the limits of AWS. */
export function tags(): Schema<Tags> {
  return v.pipe(
    anyTags(),
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
      (map) =>
        !Object.entries(map)
          .flat()
          .some((part) => RESERVED.test(part)),
      "must not use the prefix 'aws:', which AWS reserves for keys and values",
    ),
  );
}

/** The schema of tags in a request that must set at least one. */
export function someTags(): Schema<Tags> {
  return v.pipe(
    tags(),
    v.check((map) => Object.keys(map).length > 0, "must hold at least one tag"),
  );
}

/** The schema of the keys of tags to remove. */
export function tagKeys(): Schema<string[]> {
  return v.pipe(
    v.array(v.pipe(v.string(), v.check(isKeyLength, `must be 1 to ${MAX_KEY_LENGTH} characters`))),
    v.check(({ length }) => length >= 1 && length <= MAX_TAGS, `must name 1 to ${MAX_TAGS} keys`),
  );
}

/** Returns `undefined` for an empty map, which AWS would refuse. */
export function omitEmptyTags(map: Tags | undefined): Tags | undefined {
  return map && Object.keys(map).length > 0 ? map : undefined;
}

function isKeyLength(key: string): boolean {
  const length = characters(key);
  return length >= 1 && length <= MAX_KEY_LENGTH;
}

/** Counts Unicode characters, as AWS does. JavaScript counts UTF-16 units. */
function characters(text: string): number {
  return [...text].length;
}
