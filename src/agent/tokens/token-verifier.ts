import { errors, type JWTVerifyGetKey, jwtVerify } from "jose";
import { POD_IDENTITY_AUDIENCE } from "../../eks-auth/assume-role-for-pod-identity.ts";
import { InvalidTokenError } from "../../errors/errors.ts";
import { type Ports, resolvePorts } from "../../ports.ts";
import {
  decodeServiceAccountClaims,
  type ServiceAccountTokenClaims,
} from "../../tokens/service-account-token.ts";
import { IssuerKeys } from "./issuer-keys.ts";

/**
 * Proves a token and answers with its claims, or with `undefined` where there is nothing to prove it with. Throws
 * `INVALID_TOKEN` for one that is not genuine.
 */
export type TokenVerifier = (token: string) => Promise<ServiceAccountTokenClaims | undefined>;

/** Whose tokens to accept. */
export interface TokenVerifierOptions {
  /** The cluster's issuer, as `https://oidc.eks.us-west-2.amazonaws.com/id/EXAMPLE`. */
  readonly issuer: string;
  /** Where its keys are. Default: where its discovery document says. */
  readonly jwksUri?: string;
  /** Default `pods.eks.amazonaws.com`. */
  readonly audience?: string;
  readonly ports?: Partial<Ports>;
}

const SOURCE = "the Authorization header";
const ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "ES512"];

/**
 * Verifies service-account tokens against the keys that the cluster's issuer publishes (OpenID Connect Discovery, RFC 7517).
 * Keys are fetched when first needed, again when a token names another, and kept while the issuer cannot be reached. With
 * it an agent knows a pod by its identity in place of its token: a rotated token costs no exchange, and an outage of EKS
 * Auth is survived.
 *
 * @example
 * const agent = createAgent({ clusterName: "demo", verify: createTokenVerifier({ issuer }) });
 */
export function createTokenVerifier(options: TokenVerifierOptions): TokenVerifier {
  const { issuer, audience = POD_IDENTITY_AUDIENCE } = options;
  const ports = resolvePorts(options.ports);
  const keys = new IssuerKeys({ issuer, jwksUri: options.jwksUri, ports });
  const verifyBy = async (token: string, key: JWTVerifyGetKey): Promise<ServiceAccountTokenClaims> => {
    const { payload } = await jwtVerify(token, key, {
      issuer,
      audience,
      algorithms: ALGORITHMS,
      requiredClaims: ["exp"],
      currentDate: new Date(ports.now()),
    });
    return decodeServiceAccountClaims(payload, SOURCE);
  };
  return async (token) => {
    const known = await keys.current();
    if (!known) return undefined;
    try {
      return await verifyBy(token, known).catch(async (error: unknown) => {
        if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
        return verifyBy(token, await keys.newer(known));
      });
    } catch (error) {
      throw error instanceof InvalidTokenError ? error : refused(error);
    }
  };
}

/** Without its cause: it may quote the token's claims. */
function refused(error: unknown): InvalidTokenError {
  return new InvalidTokenError({ source: SOURCE, problem: problemOf(error) });
}

function problemOf(error: unknown): string {
  if (error instanceof errors.JWTExpired) return "has expired: read its file anew";
  if (error instanceof errors.JWTClaimValidationFailed)
    return `is not for this agent: its claim ${error.claim}`;
  if (error instanceof errors.JWKSNoMatchingKey)
    return "is signed with a key that its cluster does not publish";
  return "does not verify against the keys of the cluster";
}
