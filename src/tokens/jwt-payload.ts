import { isRecord, tryParseJson } from "../aws/decode.ts";

/** The middle one of three parts. Only a verification needs header and signature. */
const PAYLOAD = /^[^.]*\.([\w=-]+)\.[^.]*$/;

/**
 * Reads the payload of a JWT and verifies nothing. Returns `undefined` for text that is not a JWT. Reads as jose's `decodeJwt`
 * does, at a third of its size; a property test compares the two.
 */
export function jwtPayloadOf(token: string): Record<string, unknown> | undefined {
  const [, payload] = PAYLOAD.exec(token) ?? [];
  if (payload === undefined) return undefined;
  try {
    const binary = atob(payload.replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
    const claims = tryParseJson(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    return isRecord(claims) ? claims : undefined;
  } catch {
    return undefined;
  }
}
