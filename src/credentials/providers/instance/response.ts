import type { AwsCredentials } from "../../../aws/credentials.ts";
import { isText, type ResponseContext, typeName } from "../../../aws/decode.ts";
import { type CallContext, InvalidResponseError, ServiceError } from "../../../errors/call-errors.ts";
import { retryAfterMs } from "../../../http/response-headers.ts";
import { classify } from "../../../http/retryable-codes.ts";
import type { Answer } from "../../../http/send-once.ts";
import { redact } from "../../../lib/redact.ts";
import { decodeContainerCredentials } from "../container/response.ts";

const ROLE_NAME = /^[\w+=,.@-]{1,64}$/;
const ERROR_CODE = /^\w{1,64}$/;

/** Whether a text is the name of an IAM role and safe in a URL path, where `.` and `..` have a meaning of their own. */
export function isRoleName(text: string): boolean {
  return ROLE_NAME.test(text) && text !== "." && text !== "..";
}

/**
 * Turns a response other than 200 into an error. Leaves its body out: that of EC2 is an HTML page that says no more than
 * the status, and that of anything else may repeat the token.
 */
export function toInstanceError(
  { status, headers }: Answer,
  context: CallContext,
  nowMs: number,
): ServiceError {
  const [awsCode, awsMessage] = meaningOf(status);
  return new ServiceError({
    ...context,
    status,
    awsCode,
    awsMessage,
    ...classify(status, awsCode),
    retryAfterMs: retryAfterMs(headers, nowMs),
  });
}

/**
 * Reads the credentials in the metadata of an EC2 instance. EC2 reports its failures with status 200 and a `Code`. Throws
 * `SERVICE` with that code, and `INVALID_RESPONSE` unless all four members are present.
 */
export function decodeInstanceCredentials(
  body: Readonly<Record<string, unknown>>,
  context: ResponseContext & { readonly status: number },
): AwsCredentials {
  const { Code, Message, SecretAccessKey, Token } = body;
  if (Code === "Success") return decodeContainerCredentials(body, context);
  if (!isText(Code) || !ERROR_CODE.test(Code)) {
    const seen = isText(Code) ? "another text" : typeName(Code);
    throw new InvalidResponseError({ ...context, path: "Code", expected: '"Success"', seen });
  }
  const said = { awsCode: Code, awsMessage: isText(Message) ? Message : "" };
  const secrets = [SecretAccessKey, Token].filter(isText);
  throw new ServiceError({ ...context, ...redact(said, secrets), retryable: false });
}

function meaningOf(status: number): readonly [code: string, message: string] {
  switch (status) {
    case 400:
      return ["BadRequest", "the request was refused; is this an instance metadata service?"];
    case 401:
      return ["Unauthorized", "the token was refused although it is new"];
    case 403:
      return ["Forbidden", "instance metadata is turned off for this instance, or a proxy stands between"];
    case 404:
      return ["NotFound", "there is no such metadata; is this an instance metadata service?"];
    default:
      return ["Unknown", "the instance metadata service failed, or something else answers in its place"];
  }
}
