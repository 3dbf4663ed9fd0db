import { unreadableBody } from "./aws-error.ts";

/** The members of a JSON body. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether a value is a JSON object. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Reads a JSON body; an empty one has no members.
 * @throws AwsError when it is not a JSON object.
 */
export function readJsonBody(text: string): JsonObject {
  if (text === "") return {};
  const value = parseJson(text);
  if (!isJsonObject(value)) throw unreadableBody("The request body is not a JSON object.");
  return value;
}

/** The value of a JSON text, or `undefined` for text that is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A member of type string. */
export function optionalString(input: JsonObject, name: string): string | undefined {
  const value = input[name] ?? undefined;
  if (value === undefined || typeof value === "string") return value;
  throw unreadableBody(`${name} must be a string.`);
}

/** A member of type boolean. */
export function optionalBoolean(input: JsonObject, name: string): boolean | undefined {
  const value = input[name] ?? undefined;
  if (value === undefined || typeof value === "boolean") return value;
  throw unreadableBody(`${name} must be a boolean.`);
}

/** A member that maps strings to strings. */
export function optionalTags(input: JsonObject, name: string): Tags | undefined {
  const value = input[name] ?? undefined;
  if (value === undefined) return undefined;
  if (!isJsonObject(value)) throw unreadableBody(`${name} must be an object.`);
  const entries = Object.keys(value).map((key) => [key, optionalString(value, key) ?? ""]);
  return Object.fromEntries(entries) as Tags;
}

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
