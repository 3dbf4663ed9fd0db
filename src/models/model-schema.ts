import * as v from "valibot";
import { type ResponseContext, typeName, withoutNulls } from "../aws/decode.ts";
import { checkRequest, parseResponse } from "../aws/parse.ts";
import type { AnyShape, Mismatch } from "../aws/read-shape.ts";
import type { ObjectShape, Shape } from "../aws/shape.ts";
import { InvalidResponseError } from "../errors/call-errors.ts";
import { InvalidRequestError } from "../errors/errors.ts";
import { type Say, toSchema } from "./shape-schema.ts";

// Users get these instead of valibot's schemas. The issues of those quote their input, which libraries print, and their
// types do not compile without the types of browsers.

/** A [Standard Schema](https://standardschema.dev) of a model. */
export interface ModelSchema<Input, Output> {
  /** What libraries read. */
  readonly "~standard": {
    /** The version of Standard Schema. */
    readonly version: 1;
    /** The library that made the schema. */
    readonly vendor: "podkey";
    /** Reads a value. Returns it in the form of the model, or all issues. */
    readonly validate: (value: unknown) => ModelResult<Output>;
    /** The types of the schema. Never set: only TypeScript reads them. */
    readonly types?: { readonly input: Input; readonly output: Output };
  };
}

/** The result of a schema: a value without issues, or issues. */
export type ModelResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly ModelIssue[] };

/** Describes an invalid member: its path, and what was expected. Never quotes a value. */
export interface ModelIssue {
  /** What should be there, for example `should be string, got number`. */
  readonly message: string;
  /** The keys that lead to the member. Empty: the whole value. */
  readonly path: readonly PropertyKey[];
}

/** The model of an answer. */
export interface AnswerModel<Wire, Output> {
  /** The form on the wire. */
  readonly shape: Shape<Wire>;
  /** Makes podkey's form. */
  readonly toOutput: (wire: Wire) => Output;
  /** What errors say about the answer. */
  readonly context: ResponseContext;
}

/** The model of the input of an operation. */
export interface InputModel<Input> {
  /** AWS's name of the operation. */
  readonly operation: string;
  readonly shape: Shape<Input>;
}

type JsonObject = Readonly<Record<string, unknown>>;

const JSON_LIMIT = "JSON of at most 64 levels";
const ANY_OBJECT: ObjectShape<object> = { required: {}, optional: {} };

/** Makes the public schema of an answer, whose members that are `null` count as absent. */
export function answerSchema<Wire, Output>({
  shape,
  toOutput,
}: Omit<AnswerModel<Wire, Output>, "context">): ModelSchema<unknown, Output> {
  return standardSchema((json) => {
    const readable = copyJson(json);
    if (!readable)
      return { issues: [{ message: `should be ${JSON_LIMIT}, got ${typeName(json)}`, path: [] }] };
    const result = validate(shape, readable.copy, sayExpectation);
    return result.issues ? result : { value: toOutput(result.value) };
  });
}

/** Makes the public schema of a value, in which `null` does not mean that a member is absent. */
export function valueSchema<Output>(shape: Shape<Output>): ModelSchema<unknown, Output> {
  return standardSchema((value) => validate(shape, value, sayProblem));
}

/** Makes the public schema of an answer that is read without a shape. `read` throws `INVALID_RESPONSE`. */
export function readerSchema<Output>(read: (body: JsonObject) => Output): ModelSchema<unknown, Output> {
  const object = answerSchema({ shape: ANY_OBJECT, toOutput: toJsonObject })["~standard"];
  return standardSchema((json) => {
    const result = object.validate(json);
    if (result.issues) return result;
    const body = result.value;
    try {
      return { value: read(body) };
    } catch (error) {
      if (!(error instanceof InvalidResponseError)) throw error;
      const { path, expected } = error;
      return { issues: [{ message: `should be ${expected}, got ${typeName(body[path])}`, path: [path] }] };
    }
  });
}

/** Makes the public schema of an input. */
export function inputSchema<Input>({ shape }: InputModel<Input>): ModelSchema<Input, Input> {
  return standardSchema((json) => {
    const readable = copyJson(json);
    if (!readable) return { issues: [{ message: `must be ${JSON_LIMIT}`, path: [] }] };
    return validate(shape, readable.copy, sayProblem);
  });
}

/** Reads the JSON of an answer. Throws `INVALID_RESPONSE`. */
export function decodeAnswer<Wire, Output>(model: AnswerModel<Wire, Output>, json: unknown): Output {
  const { shape, toOutput, context } = model;
  const readable = copyJson(json);
  if (readable) return toOutput(parseResponse(shape, readable.copy, context));
  throw new InvalidResponseError({
    ...context,
    path: "the body",
    expected: JSON_LIMIT,
    seen: typeName(json),
  });
}

/** Reads the JSON of an answer that is read without a shape. `read` throws `INVALID_RESPONSE`, as this function does. */
export function decodeWith<Output>(
  read: (body: JsonObject, context: ResponseContext) => Output,
  json: unknown,
  context: ResponseContext,
): Output {
  return read(decodeAnswer({ shape: ANY_OBJECT, toOutput: toJsonObject, context }, json), context);
}

/** Reads the JSON of an input. Throws `INVALID_REQUEST`. */
export function decodeInput<Input>({ shape, operation }: InputModel<Input>, json: unknown): Input {
  const readable = copyJson(json);
  if (readable) return checkRequest(shape, readable.copy, operation);
  throw new InvalidRequestError({ operation, field: "the input", problem: `must be ${JSON_LIMIT}` });
}

function validate<Output>(shape: Shape<Output>, value: unknown, say: Say): ModelResult<Output> {
  const { success, output, issues } = v.safeParse(toSchema(shape as AnyShape, say), value);
  if (success) return { value: output as Output };
  return {
    issues: issues.map(({ message, path = [] }) => {
      return { message, path: path.map(({ key }) => key as PropertyKey) };
    }),
  };
}

function sayProblem({ problem }: Mismatch): string {
  return problem;
}

function sayExpectation({ expected, seen }: Mismatch): string {
  return `should be ${expected}, got ${seen}`;
}

/** Copies JSON without its members that are `null`. Returns `undefined` for more than 64 levels. */
function copyJson(json: unknown): { readonly copy: unknown } | undefined {
  try {
    return { copy: withoutNulls(json) };
  } catch {
    return undefined;
  }
}

function toJsonObject(object: object): JsonObject {
  return object as JsonObject;
}

function standardSchema<Input, Output>(
  run: (value: unknown) => ModelResult<Output>,
): ModelSchema<Input, Output> {
  return { "~standard": { version: 1, vendor: "podkey", validate: run } };
}
