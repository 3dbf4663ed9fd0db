import type { Digest } from "../../src/digest.ts";
import type { Bytes } from "../../src/lib/bytes.ts";
import type { Ports } from "../../src/ports.ts";
import { findBuiltinModule } from "./builtin-module.ts";

/** The part of `node:crypto` that hashes. Deno has it too. */
interface CryptoModule {
  createHash(algorithm: string): Hash;
  hash(algorithm: string, data: string | Bytes, encoding: "hex"): string;
}

/** A hash that has read a part of its input. */
interface Hash {
  copy(): Hash;
  update(data: string | Uint8Array): Hash;
  digest(): Uint8Array;
}

const BLOCK_BYTES = 64;
const INNER_PAD = 0x36;
const OUTER_PAD = 0x5c;

/** Returns a digest port over the runtime's `node:crypto`, which hashes synchronously. Returns no port where it is missing. */
export function nativeDigest(): Pick<Partial<Ports>, "digest"> {
  const crypto = findBuiltinModule("node:crypto") as CryptoModule | undefined;
  return crypto && "hash" in crypto ? { digest: digestOf(crypto) } : {};
}

/**
 * Computes HMAC-SHA256 (RFC 2104) from two hashes that have read the padded key, because Deno's `createHmac` takes twice their
 * time. Keeps the two for each key.
 */
function digestOf({ createHash, hash }: CryptoModule): Digest {
  const keyed = new WeakMap<Bytes, { readonly inner: Hash; readonly outer: Hash }>();
  const sha256 = (data: Bytes): Hash => createHash("sha256").update(data);
  const hashesOf = (key: Bytes) => {
    const block = new Uint8Array(BLOCK_BYTES);
    block.set(key.length > BLOCK_BYTES ? sha256(key).digest() : key);
    const padded = (pad: number): Hash => sha256(block.map((byte) => byte ^ pad));
    return { inner: padded(INNER_PAD), outer: padded(OUTER_PAD) };
  };
  return {
    sha256Hex: (data) => hash("sha256", data, "hex"),
    hmacSha256(key, text) {
      const hashes = keyed.get(key) ?? hashesOf(key);
      keyed.set(key, hashes);
      const { inner, outer } = hashes;
      return ownBytes(outer.copy().update(inner.copy().update(text).digest()).digest());
    },
  };
}

/** Copies the bytes of a `Buffer`, which may be a slice of a shared pool. */
export function ownBytes(buffer: Uint8Array): Bytes {
  return new Uint8Array(buffer);
}
