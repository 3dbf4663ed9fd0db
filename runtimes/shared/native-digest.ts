import { type Bytes, utf8 } from "../../src/lib/bytes.ts";
import type { Digest, Ports } from "../../src/ports.ts";

/** The part of `node:crypto` that hashes, which Deno and others have too. */
interface CryptoModule {
  hash(algorithm: string, data: string | Bytes, encoding: "hex"): string;
  hash(algorithm: string, data: Bytes, encoding: "buffer"): Uint8Array;
}

interface ProcessWithModules {
  readonly getBuiltinModule?: (name: string) => unknown;
}

const BLOCK_BYTES = 64;
const DIGEST_BYTES = 32;
const INNER_PAD = 0x36;
const OUTER_PAD = 0x5c;

/** A digest port over the runtime's own `node:crypto`, which answers at once; without one, the web-standard default. */
export function nativeDigest(): Pick<Partial<Ports>, "digest"> {
  const { process } = globalThis as { process?: ProcessWithModules };
  const crypto = process?.getBuiltinModule?.("node:crypto") as CryptoModule | undefined;
  return crypto && "hash" in crypto ? { digest: digestOf(crypto) } : {};
}

function digestOf({ hash }: CryptoModule): Digest {
  return {
    sha256Hex: (data) => hash("sha256", data, "hex"),
    hmacSha256: (key, text) => hmac((data) => hash("sha256", data, "buffer"), key, utf8(text)),
  };
}

/** A `Buffer` may be a slice of a pool that is shared; its bytes are not. */
export function ownBytes(buffer: Uint8Array): Bytes {
  return new Uint8Array(buffer);
}

/** HMAC-SHA256 (RFC 2104) of two one-shot hashes: Deno's `createHmac` takes twice their time. */
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
