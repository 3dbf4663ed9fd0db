import { isRecord, tryParseJson } from "../../aws/decode.ts";
import type { WireError } from "../attempt.ts";
import type { Answer } from "../send-once.ts";
import { readQueryError } from "./query.ts";
import { readRestJsonError } from "./rest-json.ts";

/** Reads an error response of any AWS service. The body shows the protocol. */
export function readError(answer: Answer): WireError {
  return isOfQuery(answer.body) ? readQueryError(answer) : readRestJsonError(answer);
}

/** Whether a body is an error of the query protocol: XML, or JSON in which an `Error` holds the code. */
function isOfQuery(body: string): boolean {
  return body.trimStart().startsWith("<") || isRecord(Object(tryParseJson(body)).Error);
}
