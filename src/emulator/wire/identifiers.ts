import type { Random } from "./platform.ts";

const HEX = "0123456789abcdef";
const LOWER_ALPHANUMERIC = "abcdefghijklmnopqrstuvwxyz0123456789";
const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const SESSION_TOKEN_PREFIX = "IQoJb3JpZ2luX2Vj";

/** A generator that gives the same sequence for the same seed (mulberry32). */
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

/** A version 4 UUID. */
export function newUuid(random: Random): string {
  const hex = randomText(random, HEX, 30);
  const variant = "89ab"[Math.floor(random() * 4)];
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(12, 15)}-${variant}${hex.slice(15, 18)}-${hex.slice(18)}`;
}

/** A pod identity association id, `a-…`. */
export function newAssociationId(random: Random): string {
  return `a-${randomText(random, LOWER_ALPHANUMERIC, 17)}`;
}

/** An IAM unique id or access key id: the prefix says what it names (`AROA`, `AIDA`, `ASIA`). */
export function newIamId(random: Random, prefix: string): string {
  return prefix + randomText(random, BASE32, 16);
}

/** Forty characters of the alphabet that AWS secret access keys use. */
export function newSecretAccessKey(random: Random): string {
  return randomText(random, BASE64, 40);
}

/** A session token; it has `+`, `/` and `=` in it, as AWS's have. */
export function newSessionToken(random: Random): string {
  return `${SESSION_TOKEN_PREFIX}+/${randomText(random, BASE64, 237)}=`;
}

/** A token of the instance metadata service: 56 characters that end in `==`. */
export function newMetadataToken(random: Random): string {
  return `${randomText(random, `${BASE64.slice(0, -2)}-_`, 54)}==`;
}

/** A 32-bit FNV-1a hash, for checksums that guard nothing secret. */
export function checksum(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}

/** The same UUID for the same text: a Kubernetes uid without a table of all objects. */
export function stableUuid(text: string): string {
  const generators = [seededRandom(checksum(text)), seededRandom(checksum(`uid/${text}`))];
  let turn = 0;
  return newUuid(() => generators[turn++ % 2]?.() ?? 0);
}

/** Thirty-two upper-case hex digits, as the id of an EKS cluster's OIDC issuer has; the same for the same text. */
export function stableClusterId(text: string): string {
  return stableUuid(text).replaceAll("-", "").toUpperCase();
}
