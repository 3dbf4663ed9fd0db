import { unreadableBody } from "./aws-error.ts";

/** A parsed JSON object. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Tells whether a value is a JSON object. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Parses a JSON body. An empty body is an object without members. Throws an `AwsError` for anything but an object. */
export function readJsonBody(text: string): JsonObject {
  if (text === "") return {};
  const value = parseJson(text);
  if (!isJsonObject(value)) throw unreadableBody("The request body is not a JSON object.");
  return value;
}

/** Parses JSON text. Returns `undefined` for text that is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Reads a string member. Throws an `AwsError` for another type. */
export function optionalString(input: JsonObject, name: string): string | undefined {
  const value = input[name] ?? undefined;
  if (value === undefined || typeof value === "string") return value;
  throw unreadableBody(`${name} must be a string.`);
}

/** Reads a boolean member. Throws an `AwsError` for another type. */
export function optionalBoolean(input: JsonObject, name: string): boolean | undefined {
  const value = input[name] ?? undefined;
  if (value === undefined || typeof value === "boolean") return value;
  throw unreadableBody(`${name} must be a boolean.`);
}

/** Reads a member that maps strings to strings. Throws an `AwsError` for another type. */
export function optionalTags(input: JsonObject, name: string): Tags | undefined {
  const value = input[name] ?? undefined;
  if (value === undefined) return undefined;
  if (!isJsonObject(value)) throw unreadableBody(`${name} must be an object.`);
  const entries = Object.keys(value).map((key) => [key, optionalString(value, key) ?? ""]);
  return Object.fromEntries(entries) as Tags;
}

/** The tags of a resource, values by key. */
export type Tags = Readonly<Record<string, string>>;

const MAX_TAGS = 50;
const MAX_KEY_LENGTH = 128;
const MAX_VALUE_LENGTH = 256;

/** Describes the first rule of EKS that the tags break. Returns `undefined` for valid tags. */
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
