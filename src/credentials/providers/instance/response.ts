import type { AwsCredentials } from "../../../aws/credentials.ts";
import { isText, type ResponseContext, typeName } from "../../../aws/decode.ts";
import { type CallContext, InvalidResponseError, ServiceError } from "../../../errors/call-errors.ts";
import { isRetryable } from "../../../http/error-class.ts";
import { retryAfterMs } from "../../../http/response-headers.ts";
import type { Answer } from "../../../http/send-once.ts";
import { redact } from "../../../lib/redact.ts";
import { decodeContainerCredentials } from "../container/response.ts";

const ROLE_NAME = /^[\w+=,.@-]{1,64}$/;
const ERROR_CODE = /^\w{1,64}$/;

/**
 * Makes an error of an answer other than 200. Its body is left out: the service's is a page of HTML that says no more
 * than the status, and anybody else's may repeat the token.
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
    retryable: isRetryable(status, awsCode),
    retryAfterMs: retryAfterMs(headers, nowMs),
  });
}

function meaningOf(status: number): readonly [code: string, message: string] {
  switch (status) {
    case 400:
      return ["BadRequest", "the request was refused; does an instance metadata service answer here?"];
    case 401:
      return ["Unauthorized", "the token was refused although it is new"];
    case 403:
      return ["Forbidden", "instance metadata is turned off for this instance, or a proxy stands between"];
    case 404:
      return ["NotFound", "there is no such metadata; does an instance metadata service answer here?"];
    default:
      return ["Unknown", "the instance metadata service failed, or something else answers in its place"];
  }
}

/** Whether a text is the name of an IAM role that may stand in a path: `.` and `..` would lead elsewhere. */
export function isRoleName(text: string): boolean {
  return ROLE_NAME.test(text) && text !== "." && text !== "..";
}

/**
 * Reads the credentials that an EC2 instance's metadata holds. EC2 answers 200 for its failures too, and tells them by
 * `Code`. Throws `ServiceError` with that code, `InvalidResponseError` unless all four members are there.
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
