import { unreadableBody } from "./aws-error.ts";
import type { Tags } from "./tag-rules.ts";

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
