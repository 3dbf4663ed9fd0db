import { createTokenVerifier, type TokenVerifier } from "../../src/agent/tokens/token-verifier.ts";
import type { CredentialProvider } from "../../src/aws/credentials.ts";
import { describeCluster } from "../../src/eks/cluster.ts";
import { createClient } from "../../src/http/client.ts";
import type { Ports } from "../../src/ports.ts";
import { errorFields } from "./event-log.ts";
import type { Log } from "./log.ts";

/** Whose tokens are proven. */
export interface TokenVerificationOptions {
  readonly verifyTokens?: true | undefined;
  readonly tokenIssuer?: string | undefined;
  readonly clusterName: string;
  readonly region: string | undefined;
  readonly credentials: CredentialProvider;
  readonly ports: Ports;
  readonly log: Log;
}

/** How long after a failure EKS is asked again. */
const AGAIN_AFTER_MS = 60_000;

/** The verifier that the flags ask for. Without `--token-issuer` EKS names the issuer (DescribeCluster), when first needed. */
export function tokenVerification(options: TokenVerificationOptions): TokenVerifier | undefined {
  const { verifyTokens, tokenIssuer: issuer, ports } = options;
  if (issuer) return createTokenVerifier({ issuer, ports });
  if (!verifyTokens) return undefined;
  let asked = askIssuer(options);
  let askedAtMs = ports.now();
  return async (token) => {
    const verifier = await asked;
    if (verifier) return verifier(token);
    if (ports.now() - askedAtMs > AGAIN_AFTER_MS) {
      askedAtMs = ports.now();
      asked = askIssuer(options);
    }
    return undefined;
  };
}

/** Until it is known, EKS Auth proves the tokens, as without the flag. */
async function askIssuer(options: TokenVerificationOptions): Promise<TokenVerifier | undefined> {
  const { clusterName, region, credentials, ports, log } = options;
  try {
    const client = createClient({ region, credentials, ports });
    const { identity } = await describeCluster(client, { clusterName });
    const issuer = identity?.oidc?.issuer;
    if (issuer) return createTokenVerifier({ issuer, ports });
    log("warn", "EKS names no issuer of the cluster's tokens; they are not proven here", { clusterName });
  } catch (error) {
    log("warn", "cannot ask EKS who issues the cluster's tokens; they are not proven here yet", {
      clusterName,
      ...errorFields(error),
    });
  }
  return undefined;
}
