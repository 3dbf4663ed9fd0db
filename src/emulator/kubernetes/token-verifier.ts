import type { JWTPayload } from "jose";
import { decodeProtectedHeader } from "jose/decode/protected_header";
import * as errors from "jose/errors";
import { decodeJwt } from "jose/jwt/decode";
import { jwtVerify } from "jose/jwt/verify";
import type { Cluster } from "../world/cluster.ts";
import { issuersOf } from "../world/clusters.ts";
import type { World } from "../world/world.ts";

/** The reason why a token is refused. */
export type TokenFault =
  | "malformed"
  | "issuer"
  | "key"
  | "signature"
  | "audience"
  | "expired"
  | "notYetValid";

/** The claims of a valid token, or the reason why it is refused. */
export type TokenVerdict =
  | { readonly fault: TokenFault; readonly claims?: undefined }
  | { readonly claims: JWTPayload; readonly fault?: undefined };

/** How far the clock of the API server may be ahead. The real services allow as much. */
const NOT_BEFORE_TOLERANCE_SECONDS = 60;

/** Returns the issuer that a token names, without verification. Returns `undefined` for text that is not a JWT. */
export function readIssuer(token: string): string | undefined {
  try {
    return decodeJwt(token).iss ?? "";
  } catch {
    return undefined;
  }
}

/** Verifies a token against the keys that the cluster publishes now. */
export async function verifyClusterToken(
  world: World,
  cluster: Cluster,
  token: string,
  audience: string,
): Promise<TokenVerdict> {
  const issuer = readIssuer(token);
  if (issuer === undefined) return { fault: "malformed" };
  if (!issuersOf(world, cluster).includes(issuer)) return { fault: "issuer" };
  const nowMs = world.now();
  const kid = readKeyId(token);
  const key = (await cluster.keys.published(nowMs)).find((candidate) => candidate.kid === kid);
  if (key === undefined) return { fault: "key" };
  try {
    const { payload } = await jwtVerify(token, key.publicKey, {
      algorithms: ["RS256"],
      audience,
      currentDate: new Date(nowMs),
      clockTolerance: NOT_BEFORE_TOLERANCE_SECONDS,
      requiredClaims: ["exp"],
    });
    // jose applies its tolerance to `exp`, too.
    if ((payload.exp ?? 0) <= Math.floor(nowMs / 1000)) return { fault: "expired" };
    return { claims: payload };
  } catch (error) {
    return { fault: faultOf(error) };
  }
}

function readKeyId(token: string): string | undefined {
  try {
    return decodeProtectedHeader(token).kid;
  } catch {
    return undefined;
  }
}

function faultOf(error: unknown): TokenFault {
  if (error instanceof errors.JWTExpired) return "expired";
  if (error instanceof errors.JWTClaimValidationFailed) {
    return error.claim === "aud" ? "audience" : error.claim === "nbf" ? "notYetValid" : "malformed";
  }
  return "signature";
}
