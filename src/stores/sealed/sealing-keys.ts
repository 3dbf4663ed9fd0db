import * as base64url from "jose/base64url";
import { ConfigurationError } from "../../errors/errors.ts";
import type { Bytes } from "../../lib/bytes.ts";

/** Secret keys by id. Each has 32 random bytes, given as bytes or as base64 or base64url text. */
export type SealingKeys = Readonly<Record<string, Uint8Array | string>>;

const KEY_BYTES = 32;

/** Returns the bytes of the keys by id. Throws `CONFIGURATION` for a faulty key, which it names by its id only. */
export function readSealingKeys(keys: SealingKeys): ReadonlyMap<string, Bytes> {
  return new Map(Object.entries(keys).map(([keyId, key]) => [keyId, keyBytes(keyId, key)]));
}

/** Copies the bytes, so that a caller can wipe its own. */
function keyBytes(keyId: string, key: Uint8Array | string): Bytes {
  const bytes = typeof key === "string" ? decodeBase64(key) : new Uint8Array(key);
  if (bytes?.length === KEY_BYTES) return bytes;
  throw new ConfigurationError({
    setting: `keys.${keyId}`,
    message: `the sealing key ${keyId} must be ${KEY_BYTES} bytes, or base64 text of them: make one with "openssl rand -base64 32"`,
  });
}

function decodeBase64(text: string): Bytes | undefined {
  try {
    return new Uint8Array(base64url.decode(text.replaceAll("+", "-").replaceAll("/", "_")));
  } catch {
    return undefined;
  }
}
