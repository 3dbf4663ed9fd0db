import { isRecord, parseJsonObject, tryParseAwsJson } from "../../aws/decode.ts";
import { checkRequest, parseResponse } from "../../aws/parse.ts";
import type { Shape } from "../../aws/shape.ts";
import type { CallOptions, Operation, WireError } from "../attempt.ts";
import { call } from "../call.ts";
import { type ClientSource, partsOf } from "../client.ts";
import type { Secrets } from "../confidential.ts";
import { requestIdOf } from "../response-headers.ts";
import type { Answer } from "../send-once.ts";
import { signAttempt } from "../sign-attempt.ts";

/** An operation of a rest-json service: how its input becomes a request, and what its response holds. */
export interface RestJsonOperation<Input, Output>
  extends Pick<Operation, "service" | "name" | "method" | "advise"> {
  /** What the input must be. The other functions get an input that is. */
  readonly input: Shape<Input>;
  readonly path: (input: Input) => string;
  /** Makes the body, which is sent as JSON. Default: no body. */
  readonly body?: (input: Input, random: () => number) => object;
  /** Declares the secret in the body. Default: none. */
  readonly secrets?: (input: Input) => Secrets | undefined;
  /** What the response must be. Default: nothing that the caller needs. */
  readonly output?: Shape<Output>;
}

/** Checks the input, signs and calls an operation by AWS's rest-json protocol, and reads the response. */
export async function callRestJson<Input, Output>(
  client: ClientSource,
  operation: RestJsonOperation<Input, Output>,
  input: Input,
  options: CallOptions | undefined,
): Promise<Output> {
  const { input: shape, output, path, body, secrets, ...rest } = operation;
  checkRequest(shape, input, rest.name);
  const wire: Operation = {
    ...rest,
    path: path(input),
    ...(body && {
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body(input, partsOf(client).ports.random)),
    }),
    secrets: secrets?.(input),
    sign: signAttempt,
    readError: readRestJsonError,
  };
  const { answer, context } = await call(client, wire, options);
  // Operations without a result may return an empty body.
  const result = answer.body === "" ? undefined : parseJsonObject(answer.body, context);
  return output ? parseResponse(output, result, context) : (undefined as Output);
}

/** Reads an error response. The code is in a header, in `code` or in `__type`, in one of several spellings. */
export function readRestJsonError({ headers, body }: Answer): WireError {
  const parsed = tryParseAwsJson(body);
  const json = isRecord(parsed) ? parsed : {};
  const { code, Code, __type, message, Message, ...members } = json;
  const awsCode = sanitiseCode(headers.get("x-amzn-errortype") ?? code ?? Code ?? __type);
  const text = [message, Message].find((value) => typeof value === "string");
  return {
    awsCode,
    awsMessage: text ?? (isRecord(parsed) ? "" : body),
    requestId: requestIdOf(headers),
    members,
  };
}

/** Extracts the code, e.g. `FooException` from `aws.protocols#FooException:http://internal/`. */
function sanitiseCode(code: unknown): string {
  const text = typeof code === "string" || typeof code === "number" ? String(code) : "";
  return (
    text
      .replace(/[,:].*/s, "")
      .replace(/.*#/s, "")
      .trim() || "Unknown"
  );
}
