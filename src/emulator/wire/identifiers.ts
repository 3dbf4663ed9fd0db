import type { Random } from "./platform.ts";

const HEX = "0123456789abcdef";
const LOWER_ALPHANUMERIC = "abcdefghijklmnopqrstuvwxyz0123456789";
const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
/** What every session token begins with. */
export const SESSION_TOKEN_PREFIX = "IQoJb3JpZ2luX2Vj";

/** Creates a generator that repeats its sequence for the same seed (mulberry32). */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function randomText(random: Random, alphabet: string, length: number): string {
  let text = "";
  for (let index = 0; index < length; index++) text += alphabet[Math.floor(random() * alphabet.length)];
  return text;
}

/** Creates a version 4 UUID. */
export function newUuid(random: Random): string {
  const hex = randomText(random, HEX, 30);
  const variant = "89ab"[Math.floor(random() * 4)];
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(12, 15)}-${variant}${hex.slice(15, 18)}-${hex.slice(18)}`;
}

/** Creates the id of a pod identity association: `a-` and 17 characters. */
export function newAssociationId(random: Random): string {
  return `a-${randomText(random, LOWER_ALPHANUMERIC, 17)}`;
}

/** Creates the unique id of a role: 21 characters that begin with `AROA`. */
export function newRoleId(random: Random): string {
  return `AROA${randomText(random, BASE32, 17)}`;
}

/** Creates the access key id of temporary credentials: 20 characters that begin with `ASIA`. */
export function newAccessKeyId(random: Random): string {
  return `ASIA${randomText(random, BASE32, 16)}`;
}

/** Creates a secret access key: 40 characters of the alphabet that AWS uses. */
export function newSecretAccessKey(random: Random): string {
  return randomText(random, BASE64, 40);
}

/** Creates a session token. It contains `+`, `/` and `=`, as AWS's tokens do, so that wrong escaping shows. */
export function newSessionToken(random: Random): string {
  return `${SESSION_TOKEN_PREFIX}+/${randomText(random, BASE64, 237)}=`;
}

/** Creates a token of the instance metadata service: 56 characters that end in `==`. */
export function newMetadataToken(random: Random): string {
  return `${randomText(random, `${BASE64.slice(0, -2)}-_`, 54)}==`;
}

/** Computes a 32-bit FNV-1a hash, for checksums that protect nothing secret. */
export function checksum(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}

/** Derives a UUID from a text, so that a Kubernetes object has the same uid each time without being stored. */
export function stableUuid(text: string): string {
  const generators = [seededRandom(checksum(text)), seededRandom(checksum(`uid/${text}`))];
  let turn = 0;
  return newUuid(() => generators[turn++ % 2]?.() ?? 0);
}

/** Derives the id of a cluster's OIDC issuer from a text: 32 upper-case hexadecimal digits, as EKS has them. */
export function stableClusterId(text: string): string {
  return stableUuid(text).replaceAll("-", "").toUpperCase();
}
