import type { KeyObject } from "node:crypto";
import type { Bytes } from "../../src/lib/bytes.ts";
import type { Digest } from "../../src/ports.ts";
import { ownBytes } from "../shared/native-digest.ts";
import { builtinModule } from "./builtin-modules.ts";

/**
 * Node's own hashing. A key is made into a key object once, and forgotten with its bytes: Node 24 takes five times as long for
 * an HMAC whose key is none.
 */
export function nodeDigest(): Digest {
  const { createHmac, createSecretKey, hash } = builtinModule("node:crypto");
  const keyObjects = new WeakMap<Bytes, KeyObject>();
  return {
    sha256Hex: (data) => hash("sha256", data, "hex"),
    hmacSha256(key, text) {
      const keyObject = keyObjects.get(key) ?? createSecretKey(key);
      keyObjects.set(key, keyObject);
      return ownBytes(createHmac("sha256", keyObject).update(text).digest());
    },
  };
}
