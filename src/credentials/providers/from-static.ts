import {
  type AwsCredentials,
  type CredentialProvider,
  makeCredentials,
  named,
} from "../../aws/credentials.ts";
import { ConfigurationError } from "../../errors/errors.ts";

/**
 * Returns the given credentials at each call. Throws `CONFIGURATION` for an empty key.
 *
 * @example
 * const provider = fromStatic({ accessKeyId, secretAccessKey });
 */
export function fromStatic(credentials: AwsCredentials): CredentialProvider {
  for (const setting of ["accessKeyId", "secretAccessKey"] as const) {
    if (!credentials[setting])
      throw new ConfigurationError({ setting, message: `fromStatic needs ${setting}` });
  }
  const copy = makeCredentials(credentials);
  return named("fromStatic", async () => copy);
}
