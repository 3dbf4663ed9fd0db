import { tryParseAwsJson, unusableBody } from "../../aws/decode.ts";
import { checkRequest, parseResponse } from "../../aws/parse.ts";
import type { Shape } from "../../aws/shape.ts";
import { encodePairs } from "../../lib/url.ts";
import type { CallOptions, Operation, WireError } from "../attempt.ts";
import { call } from "../call.ts";
import type { ClientSource } from "../client.ts";
import type { Secrets } from "../confidential.ts";
import { requestIdOf } from "../response-headers.ts";
import type { Answer } from "../send-once.ts";
import { parseXml } from "./xml.ts";

/** A parameter of the query protocol, e.g. `["Tags.member.1.Key", "team"]`. Not sent if it has no value. */
export type QueryParameter = readonly [name: string, value: string | number | undefined];

/** An operation of a query service: how its input becomes a request, and what its result holds. */
export interface QueryOperation<Input, Output> extends Pick<Operation, "name" | "sign" | "retryableCodes"> {
  /** What the input must be. The other functions get an input that is. */
  readonly input: Shape<Input>;
  readonly parameters: (input: Input) => readonly QueryParameter[];
  /** Declares the secret in the parameters. Default: none. */
  readonly secrets?: (input: Input) => Secrets | undefined;
  /** What the result must be. */
  readonly output: Shape<Output>;
}

const STS_VERSION = "2011-06-15";

/**
 * Checks the input, calls an operation of STS by AWS's query protocol, and reads the result: XML, or JSON, which STS sends if a
 * request accepts it.
 */
export async function callSts<Input, Output>(
  client: ClientSource,
  operation: QueryOperation<Input, Output>,
  input: Input,
  options: CallOptions | undefined,
): Promise<Output> {
  const { input: shape, output, parameters, secrets, ...rest } = operation;
  checkRequest(shape, input, rest.name);
  const wire: Operation = {
    ...rest,
    service: "sts",
    method: "POST",
    path: "/",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: encodePairs([["Action", rest.name], ["Version", STS_VERSION], ...parameters(input)]),
    secrets: secrets?.(input),
    readError: readQueryError,
  };
  const { answer, context } = await call(client, wire, options);
  const envelope = member(parseBody(answer), `${rest.name}Response`);
  const result = member(envelope, `${rest.name}Result`);
  if (result === undefined) throw unusableBody(answer.body, `a ${rest.name}Response`, context);
  return parseResponse(output, result, context);
}

/** Reads an error response in XML or JSON: `Error.Code`, `Error.Message` and `RequestId`. */
export function readQueryError(answer: Answer): WireError {
  const body = parseBody(answer);
  const envelope = member(body, "ErrorResponse") ?? member(body, "Response") ?? body;
  const error = first(member(envelope, "Error") ?? member(member(envelope, "Errors"), "Error"));
  const requestId = requestIdOf(answer.headers) ?? text(member(envelope, "RequestId"));
  return {
    awsCode: text(member(error, "Code")) || "Unknown",
    awsMessage: text(member(error, "Message") ?? member(error, "message")) ?? "",
    requestId,
  };
}

/** Lists the parameters of a list, whose items have numbers: `Name.member.1`, `Name.member.2`. */
export function listParameters<T>(
  name: string,
  items: readonly T[] | undefined,
  parametersOf: (item: T, prefix: string) => readonly QueryParameter[],
): QueryParameter[] {
  return (items ?? []).flatMap((item, index) => parametersOf(item, `${name}.member.${index + 1}`));
}

function parseBody({ body }: Answer): unknown {
  return body.trimStart().startsWith("{") ? tryParseAwsJson(body) : parseXml(body);
}

function member(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return Object.getOwnPropertyDescriptor(value, name)?.value;
}

function first(value: unknown): unknown {
  return Array.isArray(value) ? value[0] : value;
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
