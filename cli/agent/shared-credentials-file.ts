import { homedir } from "node:os";
import { join } from "node:path";
import {
  type AwsCredentials,
  type CredentialProvider,
  isSameCredentials,
  makeCredentials,
  named,
} from "../../src/aws/credentials.ts";
import { ConfigurationError, NotConfiguredError } from "../../src/errors/errors.ts";
import type { Ports } from "../../src/ports.ts";

type Profile = Readonly<Record<string, string | undefined>>;

const SOURCE = "sharedCredentialsFile";
const FILE_VARIABLE = "AWS_SHARED_CREDENTIALS_FILE";

/** Settings of a profile that lead to credentials in ways that only an AWS SDK supports. */
const OTHER_WAYS = ["role_arn", "credential_process", "sso_session", "sso_start_url", "login_session"];

/**
 * Reads the keys of a profile, `AWS_PROFILE` or `default`, from the files that AWS SDKs share (`AWS_SHARED_CREDENTIALS_FILE`,
 * `AWS_CONFIG_FILE`). It reads them again at each call, so that a rotated file is noticed. Throws `NOT_CONFIGURED` if there is
 * no file or no such profile, and `CONFIGURATION` if a variable names a file or profile that cannot be used.
 */
export function fromSharedCredentialsFile(ports: Pick<Ports, "env" | "readText">): CredentialProvider {
  let last: AwsCredentials | undefined;
  return named(SOURCE, async () => {
    const current = await readProfile(ports);
    // Signing keys are cached by object, so unchanged credentials must stay the same object.
    if (!last || !isSameCredentials(last, current)) last = current;
    return last;
  });
}

async function readProfile(ports: Pick<Ports, "env" | "readText">): Promise<AwsCredentials> {
  const { env } = ports;
  const home = env("HOME") || homedir();
  const credentialsFile = pathOf(env(FILE_VARIABLE) || "~/.aws/credentials", home);
  const configFile = pathOf(env("AWS_CONFIG_FILE") || "~/.aws/config", home);
  const [hasCredentials, hasConfig] = await Promise.all([
    isReadable(credentialsFile, ports),
    isReadable(configFile, ports),
  ]);
  if (env(FILE_VARIABLE) && !hasCredentials)
    throw broken(FILE_VARIABLE, `there is no file ${credentialsFile}`);
  if (!hasCredentials && !hasConfig) throw notConfigured(`there is no file ${credentialsFile}`);
  // Loaded on demand, because most machines have no such file.
  const { loadSharedConfigFiles } = await import("@smithy/shared-ini-file-loader");
  const files = await loadSharedConfigFiles({
    filepath: credentialsFile,
    configFilepath: configFile,
    ignoreCache: true,
  });
  const name = env("AWS_PROFILE") || "default";
  const inConfig: Profile | undefined = files.configFile[name];
  const inCredentials: Profile | undefined = files.credentialsFile[name];
  const file = hasCredentials ? credentialsFile : configFile;
  const place = `the profile ${name} of ${file}`;
  if (!inConfig && !inCredentials) {
    const message = `${file} has no profile ${name}`;
    if (env("AWS_PROFILE") || env(FILE_VARIABLE)) throw broken("AWS_PROFILE", message);
    throw notConfigured(message);
  }
  return toCredentials({ ...inConfig, ...inCredentials }, place);
}

function toCredentials(profile: Profile, place: string): AwsCredentials {
  const accessKeyId = profile["aws_access_key_id"];
  const secretAccessKey = profile["aws_secret_access_key"];
  const otherWay = OTHER_WAYS.find((setting) => profile[setting]);
  if (!accessKeyId && !secretAccessKey && otherWay) {
    throw broken(otherWay, `${place} has no keys but ${otherWay}, which needs an AWS SDK: put keys there`);
  }
  if (!accessKeyId && !secretAccessKey) throw notConfigured(`${place} has no keys`);
  if (!accessKeyId) throw broken("aws_access_key_id", `${place} has no aws_access_key_id`);
  if (!secretAccessKey) throw broken("aws_secret_access_key", `${place} has no aws_secret_access_key`);
  const sessionToken = profile["aws_session_token"];
  return makeCredentials({
    accessKeyId,
    secretAccessKey,
    sessionToken,
    accountId: profile["aws_account_id"],
  });
}

async function isReadable(path: string, { readText }: Pick<Ports, "readText">): Promise<boolean> {
  try {
    return (await readText(path)) !== undefined;
  } catch (cause) {
    const setting = FILE_VARIABLE;
    throw new ConfigurationError({
      setting,
      message: `${path} cannot be read: check its permissions`,
      cause,
    });
  }
}

function pathOf(path: string, home: string): string {
  return path.startsWith("~/") ? join(home, path.slice(2)) : path;
}

function broken(setting: string, message: string): ConfigurationError {
  return new ConfigurationError({ setting, message });
}

function notConfigured(message: string): NotConfiguredError {
  return new NotConfiguredError({ source: SOURCE, message });
}
