import type { TokenVerifier } from "../../src/agent/tokens/token-verifier.ts";
import type { CredentialProvider } from "../../src/aws/credentials.ts";
import { describeCluster } from "../../src/eks/cluster.ts";
import { ConfigurationError } from "../../src/errors/errors.ts";
import { createClient } from "../../src/http/client.ts";
import type { Ports } from "../../src/ports.ts";
import { errorFields } from "./event-log.ts";
import { type IssuerOptions, issuerVerifiers } from "./issuer-verifier.ts";
import type { Log } from "./log.ts";

/** Whether tokens are verified, and by which keys. */
export interface TokenVerificationOptions extends IssuerOptions {
  readonly verifyTokens?: true | undefined;
  readonly tokenIssuer?: string | undefined;
  readonly clusterName: string;
  readonly region: string | undefined;
  readonly credentials: CredentialProvider;
  readonly ports: Ports;
  readonly log: Log;
}

/** The pause after EKS could not be asked, in milliseconds. */
const PAUSE_MS = 60_000;

/**
 * Makes the verifier that the flags ask for, or returns `undefined` without such a flag. With `--verify-tokens` EKS names the
 * issuer (DescribeCluster). Rejects if a flag or a file that it names cannot be used.
 */
export async function tokenVerification(
  options: TokenVerificationOptions,
): Promise<TokenVerifier | undefined> {
  const { verifyTokens, tokenIssuer, ports } = options;
  if (!verifyTokens && !tokenIssuer) return refuseIssuerFlags(options);
  const verifierOf = await issuerVerifiers(options);
  if (tokenIssuer) return verifierOf(tokenIssuer);
  let asked = askForVerifier(options, verifierOf);
  let askedAtMs = ports.monotonic();
  return async (token) => {
    const verifier = await asked;
    if (verifier) return verifier(token);
    if (ports.monotonic() - askedAtMs > PAUSE_MS) {
      askedAtMs = ports.monotonic();
      asked = askForVerifier(options, verifierOf);
    }
    return undefined;
  };
}

/** Throws `CONFIGURATION` if a flag would have no effect, because the user expects that tokens are verified. */
function refuseIssuerFlags({
  jwksUrl,
  issuerTokenFile,
  issuerCaFile,
  allowHttpIssuer,
}: IssuerOptions): undefined {
  const flags = {
    "--jwks-url": jwksUrl,
    "--issuer-token-file": issuerTokenFile,
    "--issuer-ca-file": issuerCaFile,
    "--allow-http-issuer": allowHttpIssuer,
  };
  const [flag] = Object.entries(flags).find(([, value]) => value !== undefined) ?? [];
  if (!flag) return;
  const message = `${flag} has no effect without --token-issuer or --verify-tokens`;
  throw new ConfigurationError({ setting: flag, message });
}

/** Asks EKS for the issuer. Resolves with `undefined` on failure: EKS Auth then verifies the tokens, as without the flag. */
async function askForVerifier(
  { clusterName, region, credentials, ports, log }: TokenVerificationOptions,
  verifierOf: (issuer: string) => TokenVerifier,
): Promise<TokenVerifier | undefined> {
  try {
    const client = createClient({ region, credentials, ports });
    const { identity } = await describeCluster(client, { clusterName });
    const issuer = identity?.oidc?.issuer;
    if (issuer) return verifierOf(issuer);
    log("warn", "EKS names no issuer of the cluster's tokens, so they are not verified here", {
      clusterName,
    });
  } catch (error) {
    log("warn", "cannot ask EKS for the issuer of the cluster's tokens, so they are not verified here yet", {
      clusterName,
      ...errorFields(error),
    });
  }
  return undefined;
}
