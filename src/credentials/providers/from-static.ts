import { checkCredentials } from "../../aws/ask-provider.ts";
import { type AwsCredentials, type CredentialProvider, named, toProvider } from "../../aws/credentials.ts";
import { isPodkeyError } from "../../errors/any-error.ts";
import { ConfigurationError } from "../../errors/errors.ts";
import { basePorts, type Ports } from "../../ports.ts";

/**
 * Returns the given credentials at each call, and throws `CREDENTIALS_EXPIRED` once they have expired. Throws `CONFIGURATION`
 * at once if a member is not usable, for example an empty key.
 *
 * @example
 * const provider = fromStatic({ accessKeyId, secretAccessKey });
 */
export function fromStatic(
  credentials: AwsCredentials,
  options: { readonly ports?: Partial<Ports> | undefined } = {},
): CredentialProvider {
  const { now } = basePorts(options.ports);
  const provider = toProvider(usableCopy(credentials), now);
  return named("fromStatic", provider);
}

function usableCopy(credentials: AwsCredentials): AwsCredentials {
  try {
    return checkCredentials(credentials, "fromStatic");
  } catch (error) {
    if (!isPodkeyError(error) || error.code !== "INVALID_RESPONSE") throw error;
    const { path: setting, expected } = error;
    throw new ConfigurationError({ setting, message: `fromStatic needs ${setting} to be ${expected}` });
  }
}
