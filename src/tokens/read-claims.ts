import { decodeJwt } from "jose";
import { InvalidTokenError } from "../errors/errors.ts";
import { decodeServiceAccountClaims, type ServiceAccountTokenClaims } from "./service-account-token.ts";
import type { SourcedToken } from "./token-source.ts";

/** Reads the claims of a service-account token without verifying it. Throws `INVALID_TOKEN`. */
export function readClaims({ token, source }: SourcedToken): ServiceAccountTokenClaims {
  return decodeServiceAccountClaims(decodePayload(token, source), source);
}

function decodePayload(token: string, source: string): unknown {
  try {
    return decodeJwt(token);
  } catch {
    // Without its cause: the message of a JSON parser quotes what it read.
    throw new InvalidTokenError({ source, problem: "is not a JWT" });
  }
}
