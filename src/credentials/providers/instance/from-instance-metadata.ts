import { type AwsCredentials, type CredentialProvider, named } from "../../../aws/credentials.ts";
import { parseJsonObject } from "../../../aws/decode.ts";
import { InvalidResponseError, ServiceError } from "../../../errors/call-errors.ts";
import { ConfigurationError, CredentialsExpiredError } from "../../../errors/errors.ts";
import type { Answer } from "../../../http/send-once.ts";
import { basePorts } from "../../../ports.ts";
import {
  createInstanceMetadata,
  type InstanceMetadataOptions,
  type ReadMetadata,
} from "./metadata-client.ts";
import { decodeInstanceCredentials, isRoleName, toInstanceError } from "./response.ts";

/** Where the instance metadata service is, how long to wait for it, and which role to ask for. */
export interface FromInstanceMetadataOptions extends InstanceMetadataOptions {
  /** The name of the instance's role. Default: the name that the service states, read again when the role changes. */
  readonly roleName?: string;
}

const SERVICE = "instance-metadata";
const ROLES_PATH = "iam/security-credentials/";

/**
 * Gets credentials of an EC2 instance's role from its metadata service (IMDSv2 only). All pods of a node share them, so no
 * default chain asks for them. Timeouts, lost connections, 429 and 5xx are retried until the deadline. Throws
 * `NOT_CONFIGURED` if `AWS_EC2_METADATA_DISABLED` is `true`, or if no endpoint was named and the connection is refused or
 * has no route. Throws `SERVICE` if there is no instance profile (404) or metadata is turned off (403), and
 * `CONFIGURATION`, `CREDENTIALS_EXPIRED`, `INVALID_RESPONSE`, `NETWORK` or `TIMEOUT`.
 *
 * @example
 * import { fromInstanceMetadata } from "podkey/node";
 *
 * const provider = fromInstanceMetadata();
 */
export function fromInstanceMetadata(options: FromInstanceMetadataOptions = {}): CredentialProvider {
  const { roleName } = options;
  if (roleName !== undefined && !isRoleName(roleName)) {
    throw new ConfigurationError({
      setting: "roleName",
      message: "roleName must be the name of an IAM role, without its path: 1 to 64 of A-Z a-z 0-9 _+=,.@-",
    });
  }
  const ports = basePorts(options.ports);
  const { now } = ports;
  const metadata = createInstanceMetadata(options, ports);
  let known: string | undefined;
  const readAll = async (read: ReadMetadata): Promise<AwsCredentials> => {
    const kept = known;
    const name = roleName ?? kept ?? (await readRoleName(read, now));
    // Kept before the credentials arrive, so that a retry does not ask for the name again.
    known = name;
    const answer = await readCredentials(read, name);
    if (answer.status === 404 && roleName === undefined && kept !== undefined) {
      // The instance got another role.
      known = undefined;
      return readAll(read);
    }
    return toCredentials(answer, name, now());
  };
  return named("fromInstanceMetadata", (request) => metadata.use(readAll, request?.signal));
}

function readCredentials(read: ReadMetadata, roleName: string): Promise<Answer> {
  // Not percent-encoded, as in the AWS SDKs: a path may hold every character of a role's name.
  return read("GetRoleCredentials", ROLES_PATH + roleName);
}

async function readRoleName(read: ReadMetadata, now: () => number): Promise<string> {
  const context = { service: SERVICE, operation: "GetRoleName" };
  const answer = await read(context.operation, ROLES_PATH);
  const { status, body } = answer;
  if (status === 404) {
    throw new ServiceError({
      ...context,
      status,
      awsCode: "NotFound",
      awsMessage: "the instance has no IAM role; attach an instance profile to it",
      retryable: false,
    });
  }
  if (status !== 200) throw toInstanceError(answer, context, now());
  const name = body.trim();
  if (isRoleName(name)) return name;
  const seen = name === "" ? "nothing" : `${name.length} characters of something else`;
  throw new InvalidResponseError({
    ...context,
    status,
    path: "the body",
    expected: "the name of one IAM role",
    seen,
  });
}

function toCredentials(answer: Answer, roleName: string, nowMs: number): AwsCredentials {
  const { status, body } = answer;
  const context = { service: SERVICE, operation: "GetRoleCredentials", status };
  if (status === 404) {
    const awsMessage = `the instance has no credentials of the role ${roleName}; is it the role of its instance profile?`;
    throw new ServiceError({ ...context, awsCode: "NotFound", awsMessage, retryable: false });
  }
  if (status !== 200) throw toInstanceError(answer, context, nowMs);
  const credentials = decodeInstanceCredentials(parseJsonObject(body, context), context);
  const { expiration } = credentials;
  if (!expiration || expiration.getTime() > nowMs) return credentials;
  throw new CredentialsExpiredError({
    expiration,
    message: `the instance metadata service still has credentials that expired at ${expiration.toISOString()}; can EC2 assume the role ${roleName}, and is the clock of this machine right?`,
  });
}
