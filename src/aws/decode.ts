import { type CallContext, InvalidResponseError } from "../errors/call-errors.ts";

/** Far more than the deepest response of AWS has. Code that walks a value may then recurse. */
const MAX_LEVELS = 64;

/** The facts of the response that is read. */
export interface ResponseContext extends CallContext {
  /** The HTTP status. */
  readonly status?: number | undefined;
  /** AWS's id of the request. */
  readonly requestId?: string | undefined;
  /** The URL of the request. Errors name its host if an HTML page came from there. */
  readonly url?: string | undefined;
}

/**
 * Parses the JSON object of a response, without members that are `null`. Throws `INVALID_RESPONSE` without a cause, because the
 * engine's error quotes the text.
 */
export function parseJsonObject(text: string, context: ResponseContext): Record<string, unknown> {
  const value = tryParseAwsJson(text);
  if (isRecord(value)) return value;
  throw unusableBody(text, "a JSON object", context);
}

/** Makes the error for a body that is not what was expected. Says how long the body is, and nothing of its content. */
export function unusableBody(text: string, expected: string, context: ResponseContext): InvalidResponseError {
  const other = text.trim() === "" ? "nothing" : `${text.length} characters of something else`;
  const seen = describePage(text, context.url) ?? other;
  return new InvalidResponseError({ ...context, path: "the body", expected, seen });
}

/**
 * Describes a body that is an HTML page, which no AWS service answers: a proxy does, or the login page of a network. Returns
 * `undefined` for another body.
 */
export function describePage(text: string, url: string | undefined): string | undefined {
  if (!url || !/^\s*<(!|html)/i.test(text)) return undefined;
  return `an HTML page from ${new URL(url).host}; is a proxy between?`;
}

/** Parses JSON. Returns `undefined` for other text, and for JSON that is nested deeper than AWS's ever is. */
export function tryParseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    // Only to throw for more levels: the value itself keeps its nulls.
    withoutNulls(value);
    return value;
  } catch {
    return undefined;
  }
}

/** Does the same as `tryParseJson`, and leaves out the members that are `null`: AWS writes `null` for absent members. */
export function tryParseAwsJson(text: string): unknown {
  try {
    return withoutNulls(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** Whether a value is an object with members, not an array. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether a value is text with at least one character. */
export function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

/** Names the type of a value, and nothing of its content. */
export function typeName(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (value === "") return "an empty string";
  if (Array.isArray(value)) return "an array";
  return typeof value === "object" ? "an object" : typeof value;
}

/**
 * Copies JSON without the members that are `null` or named `__proto__`, at any depth. Throws a `RangeError` for more than 64
 * levels.
 */
export function withoutNulls(value: unknown, levels: number = MAX_LEVELS): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (levels === 0) throw new RangeError();
  if (Array.isArray(value)) return value.map((item) => withoutNulls(item, levels - 1));
  const copy: Record<string, unknown> = {};
  for (const name of Object.keys(value)) {
    const member: unknown = Reflect.get(value, name);
    if (member == null || name === "__proto__") continue;
    copy[name] = typeof member === "object" ? withoutNulls(member, levels - 1) : member;
  }
  return copy;
}
