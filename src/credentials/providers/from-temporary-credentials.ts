import { type CredentialProvider, named } from "../../aws/credentials.ts";
import { type ClientSource, partsOf } from "../../http/client.ts";
import { assumeRole } from "../../sts/assume-role.ts";
import type { AssumeRoleInput } from "../../sts/requests.ts";
import { bindToToken, boundTokenOf } from "../../tokens/token-binding.ts";

/** The session name unless the user sets one. It never changes, because each new name is a new principal. */
export const DEFAULT_SESSION_NAME = "podkey";

/** Which role to assume, and with which credentials. */
export interface FromTemporaryCredentialsOptions extends Omit<AssumeRoleInput, "roleSessionName"> {
  /** Signs the call: a client or a session. The role must trust the principal of its credentials. */
  readonly client: ClientSource;
  /** The name of the role session. Default: `podkey`. Keep it constant: MSK closes connections whose principal changes. */
  readonly roleSessionName?: string;
}

/**
 * Assumes a role with the credentials of a client or a session (STS AssumeRole). Throws whatever `assumeRole` throws.
 *
 * @example
 * const provider = fromTemporaryCredentials({ client: connect(), roleArn: "arn:aws:iam::111122223333:role/audit" });
 */
export function fromTemporaryCredentials(options: FromTemporaryCredentialsOptions): CredentialProvider {
  const { client, roleSessionName = DEFAULT_SESSION_NAME, ...input } = options;
  const provider = named("fromTemporaryCredentials", async (request) => {
    const session = await assumeRole(client, { ...input, roleSessionName }, request);
    return session.credentials;
  });
  return bindToToken(provider, boundTokenOf(partsOf(client).credentials));
}
