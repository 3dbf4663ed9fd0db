import * as v from "valibot";
import {
  checkRequest,
  type InputSchema,
  jsonOf,
  parseResponse,
  type ResponseContext,
  readAll,
  type Schema,
  typeName,
} from "../aws/decode.ts";
import { InvalidResponseError } from "../errors/call-errors.ts";

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

/** How the input of an operation is read. */
export interface InputModel<Input> {
  /** AWS's name of the operation. */
  readonly operation: string;
  /** Makes the schema of an input, which reads members of the input only if it is an object. */
  readonly schemaOf: (input: object) => InputSchema<Input>;
}

const JSON_LIMIT = "JSON of at most 64 levels";

/** Makes the public schema of an answer, whose members that are `null` count as absent. */
export function answerSchema<Output>(schema: Schema<Output>): ModelSchema<unknown, Output> {
  return valueSchema(jsonOf(schema, JSON_LIMIT));
}

/** Makes the public schema of a value. */
export function valueSchema<Output>(schema: Schema<Output>): ModelSchema<unknown, Output> {
  return standardSchema((value) => {
    const reading = readAll(schema, value);
    return "output" in reading
      ? { value: reading.output }
      : { issues: reading.mismatches.map(issueOfAnswer) };
  });
}

/** Makes the public schema of an answer that is read without a schema. `read` throws `INVALID_RESPONSE`. */
export function readerSchema<Output>(
  read: (body: Readonly<Record<string, unknown>>) => Output,
): ModelSchema<unknown, Output> {
  const record = answerSchema(v.looseObject({}))["~standard"];
  return standardSchema((json) => {
    const result = record.validate(json);
    if (result.issues) return result;
    const body = result.value;
    try {
      return { value: read(body) };
    } catch (error) {
      if (!(error instanceof InvalidResponseError)) throw error;
      const { path, expected } = error;
      return { issues: [issueOfAnswer({ keys: [path], expected, seen: typeName(body[path]) })] };
    }
  });
}

/** Makes the public schema of an input. */
export function inputSchema<Input>(model: InputModel<Input>): ModelSchema<Input, Input> {
  return standardSchema((json) => {
    const reading = readAll(inputJson(model, json), json);
    if ("output" in reading) return { value: reading.output };
    return { issues: reading.mismatches.map(({ keys, problem }) => ({ message: problem, path: keys })) };
  });
}

/** Reads the JSON of an answer. Throws `INVALID_RESPONSE`. */
export function decodeAnswer<Output>(
  schema: Schema<Output>,
  json: unknown,
  context: ResponseContext,
): Output {
  return parseResponse(jsonOf(schema, JSON_LIMIT), json, context);
}

/** Reads the JSON of an answer that is read without a schema. `read` throws `INVALID_RESPONSE`, as this function does. */
export function decodeWith<Output>(
  read: (body: Readonly<Record<string, unknown>>, context: ResponseContext) => Output,
  json: unknown,
  context: ResponseContext,
): Output {
  return read(decodeAnswer(v.looseObject({}), json, context), context);
}

/** Reads the JSON of an input. Throws `INVALID_REQUEST`. */
export function decodeInput<Input>(model: InputModel<Input>, json: unknown): Input {
  return checkRequest(inputJson(model, json), json, model.operation);
}

// The schemas of inputs also allow members that are undefined, for callers without `exactOptionalPropertyTypes`.
function inputJson<Input>({ schemaOf }: InputModel<Input>, json: unknown): Schema<Input> {
  return jsonOf(schemaOf(json as object), `must be ${JSON_LIMIT}`) as Schema<Input>;
}

function issueOfAnswer(mismatch: {
  readonly keys: readonly PropertyKey[];
  readonly expected: string;
  readonly seen: string;
}): ModelIssue {
  return { message: `should be ${mismatch.expected}, got ${mismatch.seen}`, path: mismatch.keys };
}

function standardSchema<Input, Output>(
  validate: (value: unknown) => ModelResult<Output>,
): ModelSchema<Input, Output> {
  return { "~standard": { version: 1, vendor: "podkey", validate } };
}
