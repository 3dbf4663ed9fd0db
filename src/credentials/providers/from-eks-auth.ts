import type { CredentialProvider } from "../../aws/credentials.ts";
import { named } from "../../aws/named.ts";
import { assumeRoleForPodIdentity } from "../../eks-auth/assume-role-for-pod-identity.ts";
import { type AssumeRoleForPodIdentityInput, POD_IDENTITY_AUDIENCE } from "../../eks-auth/eks-auth.ts";
import { InvalidTokenError } from "../../errors/errors.ts";
import type { Client } from "../../http/client.ts";
import { readClaims } from "../../tokens/service-account-token.ts";
import { exchangeToken, readToken, type SourcedToken, type TokenOptions } from "../../tokens/token-source.ts";

/** Which token to exchange, and on which cluster. */
export interface FromEksAuthOptions extends TokenOptions, Omit<AssumeRoleForPodIdentityInput, "token"> {
  /** Signs the exchange: its credentials hold `eks-auth:AssumeRoleForPodIdentity`. */
  readonly client: Client;
}

/**
 * Credentials for a service-account token without an agent (EKS Auth AssumeRoleForPodIdentity). The token is `token` or
 * `tokenFile`, else the file in `AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE`. Throws `NOT_CONFIGURED` without a token,
 * `INVALID_TOKEN` for one that is not meant for EKS Auth, and what `assumeRoleForPodIdentity` throws.
 *
 * @example
 * const provider = fromEksAuth({ client, clusterName: "demo", tokenFile: "/var/run/secrets/token" });
 */
export function fromEksAuth(options: FromEksAuthOptions): CredentialProvider {
  const { client, token, tokenFile, ...input } = options;
  const { env, readText } = client.ports;
  const read = async () => {
    const source = { token, tokenFile: tokenFile ?? env("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE") };
    return requireAudience(await readToken(source, readText, "fromEksAuth"));
  };
  return named("fromEksAuth", (request) => {
    return exchangeToken(read, async ({ token: serviceAccountToken }) => {
      const session = await assumeRoleForPodIdentity(
        client,
        { ...input, token: serviceAccountToken },
        request,
      );
      return session.credentials;
    });
  });
}

/** Only the audience is checked here: of signature and time AWS is the judge, and its clock. */
function requireAudience(sourced: SourcedToken): SourcedToken {
  const { aud } = readClaims(sourced);
  if (aud.includes(POD_IDENTITY_AUDIENCE)) return sourced;
  throw new InvalidTokenError({
    source: sourced.source,
    problem: `is for the audience ${aud.join(", ") || "of nobody"}, but EKS Auth takes ${POD_IDENTITY_AUDIENCE}`,
  });
}
