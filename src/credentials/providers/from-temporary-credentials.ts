import type { CredentialProvider } from "../../aws/credentials.ts";
import { named } from "../../aws/named.ts";
import type { Client } from "../../http/client.ts";
import { assumeRole } from "../../sts/assume-role.ts";
import type { AssumeRoleInput } from "../../sts/requests.ts";

/** A fixed name: one with a timestamp makes each session a new principal. */
export const DEFAULT_SESSION_NAME = "podkey";

/** Which role to assume, and with whose credentials. */
export interface FromTemporaryCredentialsOptions extends Omit<AssumeRoleInput, "roleSessionName"> {
  /** Signs the call: its credentials are those that the role trusts. */
  readonly client: Client;
  /** Default `podkey`: the same for every session, because brokers as MSK close connections whose principal changes. */
  readonly roleSessionName?: string;
}

/**
 * Credentials of a role, assumed with other credentials (STS AssumeRole). Throws what `assumeRole` throws.
 *
 * @example
 * const provider = fromTemporaryCredentials({ client, roleArn: "arn:aws:iam::111122223333:role/audit" });
 */
export function fromTemporaryCredentials(options: FromTemporaryCredentialsOptions): CredentialProvider {
  const { client, roleSessionName = DEFAULT_SESSION_NAME, ...input } = options;
  return named("fromTemporaryCredentials", async (request) => {
    const session = await assumeRole(client, { ...input, roleSessionName }, request);
    return session.credentials;
  });
}
