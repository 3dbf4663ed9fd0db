import * as v from "valibot";
import { type CallContext, InvalidResponseError } from "../errors/call-errors.ts";
import { InvalidRequestError } from "../errors/errors.ts";

/** The schema of a value that arrives as `unknown` and leaves as `Output`. */
export type Schema<Output> = v.GenericSchema<unknown, Output>;

/** Facts of the answer that is being read. */
export interface ResponseContext extends CallContext {
  readonly status?: number | undefined;
  readonly requestId?: string | undefined;
}

// valibot's issues, and the messages of JSON.parse, quote their input. This file is the only one that sees
// them; what leaves it is a path and an expectation.

/** Where a value departs from its schema. Holds nothing of the value but its type. */
export interface Mismatch {
  readonly path: string | undefined;
  /** A whole phrase, as `should be string, got nothing`. */
  readonly problem: string;
  readonly expected: string;
  readonly seen: string;
}

/** Reads a value by its schema, or throws what `toError` makes of the first mismatch. */
export function parse<Output>(
  schema: v.GenericSchema<unknown, Output>,
  input: unknown,
  toError: (mismatch: Mismatch) => Error,
): Output {
  const result = v.safeParse(schema, input, { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  const isType = issue.kind === "schema" && issue.expected !== null;
  const expected = isType ? issue.expected : issue.message;
  const seen = typeName(issue.input);
  const problem = isType ? `should be ${expected}, got ${seen}` : expected;
  throw toError({ path: v.getDotPath(issue) ?? undefined, problem, expected, seen });
}

/** Reads an answer by its schema. Throws `InvalidResponseError`, which names the path but never a value. */
export function parseResponse<Output>(
  schema: Schema<Output>,
  input: unknown,
  context: ResponseContext,
): Output {
  return parse(schema, input, ({ path = "the body", expected, seen }) => {
    return new InvalidResponseError({ ...context, path, expected, seen });
  });
}

/** Checks a request by its schema. Throws `InvalidRequestError`, which names the field but never its value. */
export function checkRequest(schema: v.GenericSchema, input: unknown, operation: string): void {
  parse(schema, input, ({ path: field = "the input", problem }) => {
    return new InvalidRequestError({ operation, field, problem });
  });
}

/** Parses a JSON object. Throws `InvalidResponseError` without a cause: engines quote the text in theirs. */
export function parseJsonObject(text: string, context: ResponseContext): Record<string, unknown> {
  const value = tryParseJson(text);
  if (isRecord(value)) return value;
  const seen = text.trim() === "" ? "nothing" : `${text.length} characters of something else`;
  throw new InvalidResponseError({ ...context, path: "the body", expected: "a JSON object", seen });
}

/** Parses JSON, or answers `undefined`. */
export function tryParseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether a value is an object with members, as JSON has them. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether a value is text that is not empty. */
export function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

/** Names the type of a value, and nothing more of it. */
export function typeName(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (value === "") return "an empty string";
  if (Array.isArray(value)) return "an array";
  return typeof value;
}

/** Takes members that are null out of what was just parsed, at any depth: AWS writes them for what is absent. */
export function withoutNulls<T>(value: T): T {
  if (Array.isArray(value)) value.forEach(withoutNulls);
  if (!isRecord(value)) return value;
  for (const name of Object.keys(value)) {
    if (value[name] === null) delete value[name];
    else withoutNulls(value[name]);
  }
  return value;
}
