import * as v from "valibot";
import { type CallContext, InvalidResponseError } from "../errors/call-errors.ts";
import { InvalidRequestError } from "../errors/errors.ts";

/** The schema of a value that arrives as `unknown` and leaves as `Output`. */
export type Schema<Output> = v.GenericSchema<unknown, Output>;

/** The schema of an input. Its members may also be `undefined`, as callers without `exactOptionalPropertyTypes` pass them. */
export type InputSchema<Input> = Schema<{ [Member in keyof Input]: Input[Member] | undefined }>;

/** Far more than the deepest response of AWS has. Code that walks a value may then recurse. */
const MAX_DEPTH = 64;

/** The facts of the response that is read. */
export interface ResponseContext extends CallContext {
  /** The HTTP status. */
  readonly status?: number | undefined;
  /** AWS's id of the request. */
  readonly requestId?: string | undefined;
  /** The URL of the request. Errors name its host if an HTML page came from there. */
  readonly url?: string | undefined;
}

// The issues of valibot and the messages of JSON.parse quote their input. Only this file sees them: what leaves it is a
// path and an expectation.

/** Where a value differs from its schema. Holds the type of the value, never its content. */
export interface Mismatch {
  /** The path of the member, with dots. `undefined`: the whole value. */
  readonly path: string | undefined;
  /** The end of a sentence about the member, e.g. `should be string, got nothing`. */
  readonly problem: string;
  readonly expected: string;
  readonly seen: string;
}

/** The words for valibot's names of types. */
const TYPE_NAMES: Readonly<Record<string, string>> = { Array: "an array", Object: "an object" };

/** Reads a value by its schema. Throws what `toError` makes of the first mismatch. */
export function parse<Output>(
  schema: v.GenericSchema<unknown, Output>,
  input: unknown,
  toError: (mismatch: Mismatch) => Error,
): Output {
  const result = v.safeParse(schema, input, { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw toError({ path: v.getDotPath(issue) ?? undefined, ...mismatchOf(issue) });
}

function mismatchOf(issue: v.BaseIssue<unknown>): Omit<Mismatch, "path"> {
  const { kind, expected, message, input } = issue;
  const seen = typeName(input);
  if (kind !== "schema" || expected === null) return { problem: message, expected: message, seen };
  // As the expectation of an absent member, valibot gives the member's name.
  if (input === undefined) return { problem: "is missing", expected: "present", seen };
  const type = TYPE_NAMES[expected] ?? expected;
  return { problem: `should be ${type}, got ${seen}`, expected: type, seen };
}

/** Reads a response by its schema. Throws `INVALID_RESPONSE`, which names the path but never a value. */
export function parseResponse<Output>(
  schema: Schema<Output>,
  input: unknown,
  context: ResponseContext,
): Output {
  return parse(schema, input, ({ path = "the body", expected, seen }) => {
    return new InvalidResponseError({ ...context, path, expected, seen });
  });
}

/** Checks a request by its schema, and returns it. Throws `INVALID_REQUEST`, which names the field but never its value. */
export function checkRequest<Output>(schema: Schema<Output>, input: unknown, operation: string): Output {
  return parse(schema, input, ({ path: field = "the input", problem }) => {
    return new InvalidRequestError({ operation, field, problem });
  });
}

/**
 * Makes the schema of JSON that a user holds. Drops members that are `null`, and leaves the value that it reads as it is.
 * `problem` is the message about JSON that is nested deeper than AWS's ever is.
 */
export function jsonOf<Output>(schema: Schema<Output>, problem: string): Schema<Output> {
  const isShallow = (value: unknown): boolean => isNestedWithin(value, MAX_DEPTH);
  return v.pipe(v.unknown(), v.check(isShallow, problem), v.transform(withoutNulls), schema);
}

/** What differs from a schema, with the keys that lead there. */
export type KeyedMismatch = Omit<Mismatch, "path"> & { readonly keys: readonly PropertyKey[] };

/** Reads a value by its schema to the end. Returns all mismatches if there are any. */
export function readAll<Output>(
  schema: Schema<Output>,
  input: unknown,
): { readonly output: Output } | { readonly mismatches: readonly KeyedMismatch[] } {
  const result = v.safeParse(schema, input);
  if (result.success) return { output: result.output };
  const mismatches = result.issues.map((issue) => {
    return { ...mismatchOf(issue), keys: (issue.path ?? []).map(({ key }) => key as PropertyKey) };
  });
  return { mismatches };
}

/** Parses a JSON object. Throws `INVALID_RESPONSE` without a cause, because the engine's error quotes the text. */
export function parseJsonObject(text: string, context: ResponseContext): Record<string, unknown> {
  const value = tryParseJson(text);
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
    return isNestedWithin(value, MAX_DEPTH) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isNestedWithin(value: unknown, depth: number): boolean {
  if (typeof value !== "object" || value === null) return true;
  return depth > 0 && Object.values(value).every((member) => isNestedWithin(member, depth - 1));
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

/** Copies a value without the members that are `null`, at any depth. AWS writes `null` for absent members. */
export function withoutNulls<T>(value: T): T {
  if (Array.isArray(value)) return value.map(withoutNulls) as T;
  if (!isRecord(value)) return value;
  const members = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(members.map(([name, member]) => [name, withoutNulls(member)])) as T;
}
