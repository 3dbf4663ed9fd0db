import { type CredentialProvider, named } from "../../aws/credentials.ts";
import { ConfigurationError } from "../../errors/errors.ts";
import { type ClientSource, createClient, partsOf } from "../../http/client.ts";
import type { Ports } from "../../ports.ts";
import { assumeRoleWithWebIdentity } from "../../sts/assume-role.ts";
import type { AssumeRoleWithWebIdentityInput } from "../../sts/requests.ts";
import { bindToToken } from "../../tokens/token-binding.ts";
import { exchangeToken, readToken, type TokenOptions } from "../../tokens/token-source.ts";
import { DEFAULT_SESSION_NAME } from "./from-temporary-credentials.ts";

/** Which token to exchange, and for which role. */
export interface FromWebTokenOptions
  extends TokenOptions,
    Omit<AssumeRoleWithWebIdentityInput, "webIdentityToken" | "roleArn" | "roleSessionName"> {
  /**
   * Sends the exchange: a client or a session. Needs no credentials, because the exchange is not signed. Default: a client of
   * `region` over `ports`.
   */
  readonly client?: ClientSource;
  /** The region of the default client, for example `us-west-2`. Default: `AWS_REGION`, else `AWS_DEFAULT_REGION`. */
  readonly region?: string | undefined;
  /** What the runtime supplies. Default: the ports of `client`, else web standards. */
  readonly ports?: Partial<Ports> | undefined;
  /** The ARN of the role to assume. Default: `AWS_ROLE_ARN`. */
  readonly roleArn?: string;
  /** The name of the role session in CloudTrail. Default: `AWS_ROLE_SESSION_NAME`, else `podkey`. */
  readonly roleSessionName?: string;
}

/**
 * Exchanges the token of an identity provider for credentials (STS AssumeRoleWithWebIdentity): IAM roles for service
 * accounts, GitHub Actions, Vercel, Fly. The token is `token` or `tokenFile`, else the file in
 * `AWS_WEB_IDENTITY_TOKEN_FILE`. Throws `NOT_CONFIGURED` without a token, `CONFIGURATION` without a role,
 * `INVALID_TOKEN`, and whatever `assumeRoleWithWebIdentity` throws.
 *
 * @example
 * import { fromWebToken } from "podkey/node";
 *
 * const provider = fromWebToken({ roleArn: "arn:aws:iam::111122223333:role/deploy", token: getIdToken });
 */
export function fromWebToken(options: FromWebTokenOptions = {}): CredentialProvider {
  const { token, tokenFile, roleArn, roleSessionName, client: given, region, ports: own, ...input } = options;
  const client = given ?? createClient({ region, ports: own });
  const ports = { ...partsOf(client).ports, ...own };
  const { env } = ports;
  const source = { token, tokenFile, fileVariable: "AWS_WEB_IDENTITY_TOKEN_FILE", provider: "fromWebToken" };
  const read = () => readToken(source, ports);
  const provider = named("fromWebToken", (request) => {
    return exchangeToken(read, async ({ token: webIdentityToken }) => {
      const session = await assumeRoleWithWebIdentity(
        client,
        {
          ...input,
          roleArn: roleArn ?? (env("AWS_ROLE_ARN") || missingRole()),
          roleSessionName: roleSessionName ?? (env("AWS_ROLE_SESSION_NAME") || DEFAULT_SESSION_NAME),
          webIdentityToken,
        },
        request,
      );
      return session.credentials;
    });
  });
  return bindToToken(provider, token);
}

function missingRole(): never {
  throw new ConfigurationError({
    setting: "roleArn",
    message: "fromWebToken has a token but no role: set the roleArn option or AWS_ROLE_ARN",
  });
}
