import { TEXT } from "./names.ts";
import type { ListShape, MapShape } from "./shape.ts";

/** The tags of an AWS resource: at most 50, with keys of 1 to 128 characters and values of up to 256. */
export type Tags = Readonly<Record<string, string>>;

const MAX_TAGS = 50;
const MAX_KEY_LENGTH = 128;
const MAX_VALUE_LENGTH = 256;
const RESERVED = /^aws:/i;

/** Tags in a response. */
export const ANY_TAGS: MapShape<string> = { values: TEXT };

/** Tags in a request, by the limits of AWS. */
export const TAGS: MapShape<string> = { values: TEXT, check: problemOf };

/** Tags in a request that must set at least one. */
export const SOME_TAGS: MapShape<string> = {
  values: TEXT,
  check: (tags) => (Object.keys(tags).length === 0 ? "must hold at least one tag" : problemOf(tags)),
};

/** The keys of tags to remove. */
export const TAG_KEYS: ListShape<string> = {
  items: {
    type: "string",
    check: (key) => (isKeyLength(key) ? undefined : `must be 1 to ${MAX_KEY_LENGTH} characters`),
  },
  check: ({ length }) => (length >= 1 && length <= MAX_TAGS ? undefined : `must name 1 to ${MAX_TAGS} keys`),
};

/** Returns `undefined` for an empty map, which AWS would refuse. */
export function omitEmptyTags(map: Tags | undefined): Tags | undefined {
  return map && Object.keys(map).length > 0 ? map : undefined;
}

function problemOf(tags: Tags): string | undefined {
  const keys = Object.keys(tags);
  const values = Object.values(tags);
  if (keys.length > MAX_TAGS) return `must hold at most ${MAX_TAGS} tags`;
  if (!keys.every(isKeyLength)) return `must have keys of 1 to ${MAX_KEY_LENGTH} characters`;
  if (values.some((value) => characters(value) > MAX_VALUE_LENGTH))
    return `must have values of at most ${MAX_VALUE_LENGTH} characters`;
  return [...keys, ...values].some((part) => RESERVED.test(part))
    ? "must not use the prefix 'aws:', which AWS reserves for keys and values"
    : undefined;
}

function isKeyLength(key: string): boolean {
  const length = characters(key);
  return length >= 1 && length <= MAX_KEY_LENGTH;
}

/** Counts Unicode characters, as AWS does. JavaScript counts UTF-16 units. */
function characters(text: string): number {
  return [...text].length;
}
