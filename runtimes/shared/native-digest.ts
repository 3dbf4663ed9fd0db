import type { Digest } from "../../src/digest.ts";
import { type Bytes, utf8 } from "../../src/lib/bytes.ts";
import type { Ports } from "../../src/ports.ts";
import { findBuiltinModule } from "./builtin-module.ts";

/** The part of `node:crypto` that hashes. Deno has it too. */
interface CryptoModule {
  hash(algorithm: string, data: string | Bytes, encoding: "hex"): string;
  hash(algorithm: string, data: Bytes, encoding: "buffer"): Uint8Array;
}

const BLOCK_BYTES = 64;
const DIGEST_BYTES = 32;
const INNER_PAD = 0x36;
const OUTER_PAD = 0x5c;

/** Returns a digest port over the runtime's `node:crypto`, which hashes synchronously. Returns no port where it is missing. */
export function nativeDigest(): Pick<Partial<Ports>, "digest"> {
  const crypto = findBuiltinModule("node:crypto") as CryptoModule | undefined;
  return crypto && "hash" in crypto ? { digest: digestOf(crypto) } : {};
}

function digestOf({ hash }: CryptoModule): Digest {
  return {
    sha256Hex: (data) => hash("sha256", data, "hex"),
    hmacSha256: (key, text) => hmac((data) => hash("sha256", data, "buffer"), key, utf8(text)),
  };
}

/** Copies the bytes of a `Buffer`, which may be a slice of a shared pool. */
export function ownBytes(buffer: Uint8Array): Bytes {
  return new Uint8Array(buffer);
}

/** Computes HMAC-SHA256 (RFC 2104) from two one-shot hashes, because Deno's `createHmac` takes twice their time. */
function hmac(sha256: (data: Bytes) => Uint8Array, key: Bytes, data: Bytes): Bytes {
  const block = key.length > BLOCK_BYTES ? sha256(key) : key;
  const inner = new Uint8Array(BLOCK_BYTES + data.length).fill(INNER_PAD, 0, BLOCK_BYTES);
  const outer = new Uint8Array(BLOCK_BYTES + DIGEST_BYTES).fill(OUTER_PAD, 0, BLOCK_BYTES);
  for (let index = 0; index < block.length; index += 1) {
    const byte = block[index] ?? 0;
    inner[index] = byte ^ INNER_PAD;
    outer[index] = byte ^ OUTER_PAD;
  }
  inner.set(data, BLOCK_BYTES);
  outer.set(sha256(inner), BLOCK_BYTES);
  return ownBytes(sha256(outer));
}
