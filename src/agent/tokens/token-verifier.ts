import * as errors from "jose/errors";
import { jwtVerify } from "jose/jwt/verify";
import { POD_IDENTITY_AUDIENCE } from "../../eks-auth/assume-role-for-pod-identity.ts";
import { InvalidTokenError } from "../../errors/errors.ts";
import { guardListener } from "../../lib/listener.ts";
import { type Ports, resolvePorts } from "../../ports.ts";
import {
  decodeServiceAccountClaims,
  type ServiceAccountTokenClaims,
} from "../../tokens/service-account-token.ts";
import { type CurrentKeys, IssuerKeys } from "./issuer-keys.ts";
import { checkSource, type SigningKeysSource } from "./signing-keys-source.ts";

/** The proof that a token is genuine. */
export interface VerifiedToken {
  /** The claims of the token. */
  readonly claims: ServiceAccountTokenClaims;
  /** How long the token needs no other verification, in milliseconds. 0: verify it for each request. */
  readonly validForMs: number;
}

/**
 * Verifies a token. Resolves with `undefined` if there are no keys to verify it with. Throws `INVALID_TOKEN` if the token is
 * not genuine.
 */
export type TokenVerifier = (token: string) => Promise<VerifiedToken | undefined>;

/** Options of `createTokenVerifier`. */
export interface TokenVerifierOptions extends SigningKeysSource {
  /** The audience that a token must have. Default: "pods.eks.amazonaws.com". */
  readonly audience?: string;
  /** What the runtime supplies. Default: web standards. */
  readonly ports?: Partial<Ports>;
  /** Receives the reason each time the keys cannot be fetched, at most every 2 seconds. What it throws is ignored. */
  readonly onKeysFailure?: (error: unknown) => void;
}

const SOURCE = "the Authorization header";
const ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "ES512"];

/** How far the clock of a node may be behind the clock that issued a token, in seconds. */
export const NOT_BEFORE_TOLERANCE_SECONDS = 60;

/**
 * Makes a verifier that checks service-account tokens against the keys that the cluster's issuer publishes (OpenID Connect
 * Discovery, RFC 7517). With it an agent caches credentials by pod instead of by token: a rotated token costs no exchange, and
 * pods with new tokens get their cached credentials during an outage of EKS Auth.
 *
 * Keys are fetched when they are first needed, when a token names an unknown key, and each half hour. A withdrawn key is
 * refused after one hour; after one day if the issuer cannot be reached. Throws `CONFIGURATION` if a URL is not https.
 *
 * @example
 * const agent = createAgent({ clusterName: "demo", verify: createTokenVerifier({ issuer }) });
 */
export function createTokenVerifier(options: TokenVerifierOptions): TokenVerifier {
  const { issuer, audience = POD_IDENTITY_AUDIENCE } = options;
  checkSource(options);
  const ports = resolvePorts(options.ports);
  const keys = new IssuerKeys(options, ports, guardListener(options.onKeysFailure));
  const verifyWith = async (token: string, { find, validUntilMs }: CurrentKeys): Promise<VerifiedToken> => {
    const { payload } = await jwtVerify(token, find, {
      issuer,
      audience,
      algorithms: ALGORITHMS,
      requiredClaims: ["exp"],
      currentDate: new Date(ports.now()),
      clockTolerance: NOT_BEFORE_TOLERANCE_SECONDS,
    });
    const claims = decodeServiceAccountClaims(payload, SOURCE);
    // The tolerance is for nbf; jose applies it to exp too.
    if (ports.now() >= claims.exp * 1000) throw new InvalidTokenError({ source: SOURCE, problem: EXPIRED });
    return { claims, validForMs: Math.max(0, validUntilMs - ports.monotonic()) };
  };
  return async (token) => {
    const known = await keys.current();
    if (!known) return undefined;
    try {
      return await verifyWith(token, known).catch(async (error: unknown) => {
        if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
        return verifyWith(token, await keys.newerThan(known));
      });
    } catch (error) {
      throw error instanceof InvalidTokenError ? error : notGenuine(error);
    }
  };
}

const EXPIRED = "has expired: read its file again";

/** Leaves out the cause, which may quote the token's claims. */
function notGenuine(error: unknown): InvalidTokenError {
  return new InvalidTokenError({ source: SOURCE, problem: problemOf(error) });
}

function problemOf(error: unknown): string {
  if (error instanceof errors.JWTExpired) return EXPIRED;
  if (error instanceof errors.JWTClaimValidationFailed)
    return `is not for this agent: its claim ${error.claim}`;
  if (error instanceof errors.JWKSNoMatchingKey)
    return "is signed with a key that its cluster does not publish";
  return "does not verify against the keys of the cluster";
}
