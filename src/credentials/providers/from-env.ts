import {
  type AwsCredentials,
  type CredentialProvider,
  isSameCredentials,
  makeCredentials,
  named,
} from "../../aws/credentials.ts";
import { toDate } from "../../aws/timestamp.ts";
import { ConfigurationError, CredentialsExpiredError, NotConfiguredError } from "../../errors/errors.ts";
import { type BasePorts, basePorts, missingPort, type Ports } from "../../ports.ts";

/**
 * Reads credentials from `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`, and from `AWS_SESSION_TOKEN`,
 * `AWS_CREDENTIAL_EXPIRATION` and `AWS_ACCOUNT_ID` if they are set. Reads the variables at each call. Throws
 * `NOT_CONFIGURED` if neither key is set, `CONFIGURATION` if only one is, and `CREDENTIALS_EXPIRED`.
 *
 * @example
 * import { fromEnv } from "podkey/node";
 *
 * const provider = fromEnv();
 */
export function fromEnv(options: { readonly ports?: Partial<Ports> | undefined } = {}): CredentialProvider {
  const ports = basePorts(options.ports);
  let last: AwsCredentials | undefined;
  return named("fromEnv", async () => {
    const current = readEnvironment(ports);
    // Signing keys are cached per credentials object.
    if (!last || !isSameCredentials(last, current)) last = current;
    return last;
  });
}

function readEnvironment(ports: BasePorts): AwsCredentials {
  const read = (name: string): string | undefined => {
    const value = ports.env(name);
    // A blank variable counts as not set.
    return value?.trim() ? value : undefined;
  };
  const accessKeyId = read("AWS_ACCESS_KEY_ID");
  const secretAccessKey = read("AWS_SECRET_ACCESS_KEY");
  if (!accessKeyId && !secretAccessKey) {
    const message = missingPort("env", ports) ?? "AWS_ACCESS_KEY_ID is not set";
    throw new NotConfiguredError({ source: "fromEnv", message });
  }
  if (!accessKeyId) throw missing("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY");
  if (!secretAccessKey) throw missing("AWS_SECRET_ACCESS_KEY", "AWS_ACCESS_KEY_ID");
  const expiration = readExpiration(read, ports.now());
  const sessionToken = read("AWS_SESSION_TOKEN");
  const accountId = read("AWS_ACCOUNT_ID");
  return makeCredentials({ accessKeyId, secretAccessKey, sessionToken, expiration, accountId });
}

function readExpiration(env: Ports["env"], nowMs: number): Date | undefined {
  const setting = "AWS_CREDENTIAL_EXPIRATION";
  const text = env(setting);
  if (!text) return undefined;
  const expiration = toDate(text);
  if (!expiration)
    throw new ConfigurationError({
      setting,
      message: `${setting} is not an RFC 3339 time, e.g. 2026-03-01T13:00:00Z`,
    });
  if (expiration.getTime() > nowMs) return expiration;
  const message = `the credentials in the environment expired at ${expiration.toISOString()}; export new ones`;
  throw new CredentialsExpiredError({ expiration, message });
}

function missing(setting: string, present: string): ConfigurationError {
  return new ConfigurationError({
    setting,
    message: `${present} is set but ${setting} is not; set both or neither`,
  });
}
