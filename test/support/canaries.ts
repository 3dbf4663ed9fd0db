import { unsignedToken } from "./unsigned-token.ts";

// Secrets of every kind, for tests that search printed text for them.

export const CANARY_SECRET_KEY = "canaryK1+yUn/dErTh3Fl0or=boards3cretKey7";
export const CANARY_SESSION_TOKEN: string = "canaryS3ss10n+T0ken/Wh1chIsLong=".repeat(12);
export const CANARY_TOKEN: string = unsignedToken({ jti: "canary" }, "canaryS1gnatureOfAT0ken".repeat(4));
export const CANARY_PASSWORD = "canaryPassw0rdInAUrl";
export const CANARY_TOKEN_CODE = "918273";

/** Credentials made of these secrets. */
export const CANARY_CREDENTIALS = {
  accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  secretAccessKey: CANARY_SECRET_KEY,
  sessionToken: CANARY_SESSION_TOKEN,
} as const;

const FRAGMENT_LENGTH = 24;

/** Returns the first part of a secret that a text contains, or `undefined` if it contains none. */
export function leakIn(text: string): string | undefined {
  const secrets = [CANARY_SECRET_KEY, CANARY_SESSION_TOKEN, CANARY_TOKEN, CANARY_PASSWORD];
  const spellings = secrets.flatMap((secret) => [secret, encodeURIComponent(secret)]);
  return [CANARY_TOKEN_CODE, ...spellings.flatMap(fragments)].find((canary) => text.includes(canary));
}

function fragments(secret: string): string[] {
  const starts = Math.max(1, secret.length - FRAGMENT_LENGTH + 1);
  return Array.from({ length: starts }, (_, start) => secret.slice(start, start + FRAGMENT_LENGTH));
}
