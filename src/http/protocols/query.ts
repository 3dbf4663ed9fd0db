import { type ResponseContext, tryParseJson, unusableBody, withoutNulls } from "../../aws/decode.ts";
import { encodePairs } from "../../lib/url.ts";
import type { CallOptions, Operation, WireError } from "../attempt.ts";
import { call } from "../call.ts";
import type { ClientSource } from "../client.ts";
import { requestIdOf } from "../response-headers.ts";
import type { Answer } from "../send-once.ts";
import { parseXml } from "./xml.ts";

/** A parameter of the query protocol, e.g. `["Tags.member.1.Key", "team"]`. Not sent if it has no value. */
export type QueryParameter = readonly [name: string, value: string | number | undefined];

/** An operation of a query service. */
export interface QueryOperation extends Pick<Operation, "name" | "sign" | "secrets" | "retryableCodes"> {
  readonly parameters: readonly QueryParameter[];
}

/** A result, and the facts that an error about its content needs. */
export interface QueryResult {
  readonly result: unknown;
  readonly context: ResponseContext;
}

const STS_VERSION = "2011-06-15";

/** Calls an operation of STS by AWS's query protocol. Reads XML, and JSON, which STS sends if a request accepts it. */
export async function callSts(
  client: ClientSource,
  operation: QueryOperation,
  options?: CallOptions,
): Promise<QueryResult> {
  const { parameters, ...rest } = operation;
  const wire: Operation = {
    ...rest,
    service: "sts",
    method: "POST",
    path: "/",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: encodePairs([["Action", rest.name], ["Version", STS_VERSION], ...parameters]),
    readError: readQueryError,
  };
  const { answer, context } = await call(client, wire, options);
  const envelope = member(parseBody(answer), `${rest.name}Response`);
  const result = member(envelope, `${rest.name}Result`);
  if (result !== undefined) return { result, context };
  throw unusableBody(answer.body, `a ${rest.name}Response`, context);
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
  return body.trimStart().startsWith("{") ? withoutNulls(tryParseJson(body)) : parseXml(body);
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
