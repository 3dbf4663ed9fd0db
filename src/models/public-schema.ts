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

// The issues of valibot quote their input, and libraries print them. So each public schema runs another one inside, and
// reports where it does not match: keys and a message, without a value.

/** A valibot schema, and thereby a Standard Schema. Its issues name the path and the expectation, and never quote the input. */
export type ModelSchema<Input, Output> = v.GenericSchema<Input, Output>;

/** How the input of an operation is read. */
export interface InputModel<Input> {
  /** AWS's name of the operation. */
  readonly operation: string;
  /** Makes the schema of an input. */
  readonly schemaOf: (input: object | undefined) => InputSchema<Input>;
}

interface Issue {
  readonly keys: readonly unknown[];
  readonly message: string;
}

type Reading<Output> = { readonly output: Output } | { readonly issues: readonly Issue[] };

const JSON_LIMIT = "JSON of at most 64 levels";

/** Makes the public schema of an answer, whose members that are `null` count as absent. */
export function answerSchema<Output>(schema: Schema<Output>): ModelSchema<unknown, Output> {
  return publicSchema(jsonOf(schema, JSON_LIMIT));
}

/** Makes the public schema of a value. */
export function publicSchema<Output>(schema: Schema<Output>): ModelSchema<unknown, Output> {
  return schemaOf((value) => {
    const reading = readAll(schema, value);
    return "output" in reading ? reading : { issues: reading.mismatches.map(issueOfAnswer) };
  });
}

/** Makes the public schema of an answer that is read without a schema. `read` throws `INVALID_RESPONSE`. */
export function readerSchema<Output>(
  read: (body: Readonly<Record<string, unknown>>) => Output,
): ModelSchema<unknown, Output> {
  return v.pipe(
    answerSchema(v.looseObject({})),
    schemaOf((body: Readonly<Record<string, unknown>>) => {
      try {
        return { output: read(body) };
      } catch (error) {
        if (!(error instanceof InvalidResponseError)) throw error;
        const { path, expected } = error;
        return { issues: [issueOfAnswer({ keys: [path], expected, seen: typeName(body[path]) })] };
      }
    }),
  );
}

/** Makes the public schema of an input. */
export function inputSchema<Input>(model: InputModel<Input>): ModelSchema<Input, Input> {
  return schemaOf((json) => {
    const reading = readAll(inputJson(model, json), json);
    if ("output" in reading) return reading;
    return { issues: reading.mismatches.map(({ keys, problem }) => ({ keys, message: problem })) };
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
  return jsonOf(schemaOf(json as object | undefined), `must be ${JSON_LIMIT}`) as Schema<Input>;
}

function issueOfAnswer({ keys, expected, seen }: { keys: unknown[]; expected: string; seen: string }): Issue {
  return { keys, message: `should be ${expected}, got ${seen}` };
}

function schemaOf<Input, Output>(read: (value: Input) => Reading<Output>): ModelSchema<Input, Output> {
  return v.pipe(
    v.custom<Input>(() => true),
    v.rawTransform(({ dataset, addIssue, NEVER }) => {
      const reading = read(dataset.value);
      if ("output" in reading) return reading.output;
      for (const { keys, message } of reading.issues) {
        const [first, ...others] = keys.map(toPathItem);
        // Without `input` and `received`, valibot would quote the whole value.
        addIssue({ message, input: undefined, received: "", ...(first && { path: [first, ...others] }) });
      }
      return NEVER;
    }),
  );
}

/** valibot's own items hold the objects that the path leads through. */
function toPathItem(key: unknown): v.UnknownPathItem {
  return { type: "unknown", origin: "value", input: undefined, key, value: undefined };
}
