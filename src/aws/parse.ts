import { InvalidResponseError } from "../errors/call-errors.ts";
import { InvalidRequestError } from "../errors/errors.ts";
import type { ResponseContext } from "./decode.ts";
import { Mismatch, readShape } from "./read-shape.ts";
import type { Shape } from "./shape.ts";

/** Reads a response by its shape. Throws `INVALID_RESPONSE`, which names the path but never a value. */
export function parseResponse<Output>(
  shape: Shape<Output>,
  input: unknown,
  context: ResponseContext,
): Output {
  return parse(shape, input, (path, { expected, seen }) => {
    return new InvalidResponseError({ ...context, path: path || "the body", expected, seen });
  });
}

/** Checks a request by its shape, and returns it. Throws `INVALID_REQUEST`, which names the field but never its value. */
export function checkRequest<Input>(shape: Shape<Input>, input: unknown, operation: string): Input {
  return parse(shape, input, (path, { problem }) => {
    return new InvalidRequestError({ operation, field: path || "the input", problem });
  });
}

/** Reads a value by its shape. Throws what `toError` makes of the first mismatch. Its path has dots; empty: the whole value. */
export function parse<Output>(
  shape: Shape<Output>,
  input: unknown,
  toError: (path: string, mismatch: Mismatch) => Error,
): Output {
  const read = readShape(shape, input);
  if (read instanceof Mismatch) throw toError(read.keys.join("."), read);
  return read;
}
