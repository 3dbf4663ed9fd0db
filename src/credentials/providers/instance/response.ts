import { type CallContext, ServiceError } from "../../../errors/call-errors.ts";
import { isRetryable } from "../../../http/error-class.ts";
import { retryAfterMs } from "../../../http/response-headers.ts";
import type { Answer } from "../../../http/send-once.ts";

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
