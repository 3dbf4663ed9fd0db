import { type CredentialProvider, named } from "../../aws/credentials.ts";
import {
  type AssumeRoleForPodIdentityInput,
  assumeRoleForPod,
  POD_IDENTITY_AUDIENCE,
} from "../../eks-auth/assume-role-for-pod-identity.ts";
import { InvalidTokenError } from "../../errors/errors.ts";
import { type ClientSource, partsOf } from "../../http/client.ts";
import type { Ports } from "../../ports.ts";
import { podOf, readClaims } from "../../tokens/service-account-token.ts";
import { bindToToken } from "../../tokens/token-binding.ts";
import { exchangeToken, readToken, type SourcedToken, type TokenOptions } from "../../tokens/token-source.ts";

/** Which token to exchange, and on which cluster. */
export interface FromEksAuthOptions extends TokenOptions, Omit<AssumeRoleForPodIdentityInput, "token"> {
  /**
   * Signs the exchange: a client or a session. Its credentials need the permission `eks-auth:AssumeRoleForPodIdentity`, which the
   * role of an EKS node has. The entries of the runtimes, for example `podkey/node`, have a default.
   */
  readonly client: ClientSource;
  /** What the runtime supplies. Default: the ports of `client`. */
  readonly ports?: Partial<Ports> | undefined;
}

/**
 * Exchanges a service-account token for credentials without an agent (EKS Auth AssumeRoleForPodIdentity). The token is
 * `token` or `tokenFile`, else the file in `AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE`. Throws `NOT_CONFIGURED` without a
 * token, `INVALID_TOKEN` for a token with another audience, `CONFIGURATION` without a client, and whatever
 * `assumeRoleForPodIdentity` throws.
 *
 * @example
 * import { createClient, fromEksAuth, fromInstanceMetadata } from "podkey/node";
 *
 * const client = createClient({ region: "us-west-2", credentials: fromInstanceMetadata() });
 * const provider = fromEksAuth({ client, clusterName: "demo", tokenFile: "/var/run/secrets/token" });
 */
export function fromEksAuth(options: FromEksAuthOptions): CredentialProvider {
  const { ports: own, token, tokenFile, client, ...input } = options;
  const ports = { ...partsOf(client).ports, ...own };
  const fileVariable = "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE";
  const source = { token, tokenFile, fileVariable, provider: "fromEksAuth" };
  const read = async () => requireAudience(await readToken(source, ports));
  const provider = named("fromEksAuth", (request) => {
    return exchangeToken(read, async (sourced) => {
      const pod = () => podOf(readClaims(sourced));
      const session = await assumeRoleForPod(client, { ...input, token: sourced.token }, { ...request, pod });
      return session.credentials;
    });
  });
  return bindToToken(provider, token);
}

/** Checks only the audience. AWS checks signature and expiration, by its own clock. */
function requireAudience(sourced: SourcedToken): SourcedToken {
  const { aud } = readClaims(sourced);
  if (aud.includes(POD_IDENTITY_AUDIENCE)) return sourced;
  throw new InvalidTokenError({
    source: sourced.source,
    problem: `is for ${aud.length > 0 ? `the audience ${aud.join(", ")}` : "no audience"}, but EKS Auth takes only ${POD_IDENTITY_AUDIENCE}`,
  });
}
