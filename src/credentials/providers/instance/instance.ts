import type { AwsCredentials } from "../../../aws/credentials.ts";
import { isText, type ResponseContext, typeName } from "../../../aws/decode.ts";
import { InvalidResponseError, ServiceError } from "../../../errors/call-errors.ts";
import { redact } from "../../../lib/redact.ts";
import { decodeContainerCredentials } from "../container/container.ts";

const ROLE_NAME = /^[\w+=,.@-]{1,64}$/;
const ERROR_CODE = /^\w{1,64}$/;

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
