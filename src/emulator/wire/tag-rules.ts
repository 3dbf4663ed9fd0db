/** Tags of a resource: key to value. */
export type Tags = Readonly<Record<string, string>>;

const MAX_TAGS = 50;
const MAX_KEY_LENGTH = 128;
const MAX_VALUE_LENGTH = 256;

/** What is wrong with tags for an EKS resource, or `undefined`. */
export function findTagFault(tags: Tags): string | undefined {
  const entries = Object.entries(tags);
  if (entries.length === 0) return "tags must have at least 1 entry";
  if (entries.length > MAX_TAGS) return `tags must have at most ${MAX_TAGS} entries`;
  for (const [key, value] of entries) {
    if (key.length < 1 || key.length > MAX_KEY_LENGTH) return "tag keys must be 1 to 128 characters long";
    if (value.length > MAX_VALUE_LENGTH) return "tag values must be at most 256 characters long";
    if (isReserved(key) || isReserved(value)) return "tag keys and values must not start with aws:";
  }
  return undefined;
}

function isReserved(text: string): boolean {
  return text.toLowerCase().startsWith("aws:");
}
