import {
  isRecord,
  parseJsonObject,
  type ResponseContext,
  tryParseJson,
  withoutNulls,
} from "../../aws/decode.ts";
import type { CallOptions, Operation, WireError } from "../attempt.ts";
import { call } from "../call.ts";
import type { ClientSource } from "../client.ts";
import { requestIdOf } from "../response-headers.ts";
import type { Answer } from "../send-once.ts";
import { signAttempt } from "../sign-attempt.ts";

/** An operation of a rest-json service. Its body is sent as JSON. */
export type RestJsonOperation = Omit<Operation, "sign" | "readError" | "body" | "headers"> & {
  readonly body?: Record<string, unknown>;
};

/** A parsed body, and the facts that an error about its content needs. */
export interface RestJsonResult {
  readonly body: unknown;
  readonly context: ResponseContext;
}

/** Signs and calls an operation by AWS's rest-json protocol. Leaves out members of the response that are `null`. */
export async function callRestJson(
  client: ClientSource,
  operation: RestJsonOperation,
  options?: CallOptions,
): Promise<RestJsonResult> {
  const { body, ...rest } = operation;
  const wire: Operation = {
    ...rest,
    ...(body && { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
    sign: signAttempt,
    readError: readRestJsonError,
  };
  const { answer, context } = await call(client, wire, options);
  // Operations without a result may return an empty body.
  if (answer.body === "") return { body: undefined, context };
  return { body: withoutNulls(parseJsonObject(answer.body, context)), context };
}

/** Reads an error response. The code is in a header, in `code` or in `__type`, in one of several spellings. */
export function readRestJsonError({ headers, body }: Answer): WireError {
  const parsed = tryParseJson(body);
  const json = isRecord(parsed) ? parsed : {};
  const { code, Code, __type, message, Message, ...members } = json;
  const awsCode = sanitiseCode(headers.get("x-amzn-errortype") ?? code ?? Code ?? __type);
  const text = [message, Message].find((value) => typeof value === "string");
  return {
    awsCode,
    awsMessage: text ?? (isRecord(parsed) ? "" : body),
    requestId: requestIdOf(headers),
    members: withoutNulls(members),
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
