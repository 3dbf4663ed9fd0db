import {
  CLAIMS,
  decodeServiceAccountClaims,
  type ServiceAccountTokenClaims,
} from "../tokens/service-account-token.ts";
import { type ModelSchema, valueSchema } from "./model-schema.ts";

/** Returns the schema of the payload of a service-account token. It does not verify the token. */
export function serviceAccountTokenClaimsSchema(): ModelSchema<unknown, ServiceAccountTokenClaims> {
  return valueSchema(CLAIMS);
}

/**
 * Reads the payload of a service-account token, without verifying the token. Makes a list of an audience that is text. Keeps
 * claims that podkey does not know. Throws `INVALID_TOKEN` for anything else; `source` says in the message where the token came
 * from. Default: `JSON`.
 */
export function decodeServiceAccountTokenClaims(json: unknown, source = "JSON"): ServiceAccountTokenClaims {
  return decodeServiceAccountClaims(json, source);
}

/** Writes claims as a payload. `decodeServiceAccountTokenClaims` reads them back unchanged. */
export function encodeServiceAccountTokenClaims(claims: ServiceAccountTokenClaims): Record<string, unknown> {
  return { ...claims };
}
