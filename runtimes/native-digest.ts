import type { Bytes, Digest, Ports } from "../src/ports.ts";

/** The part of `node:crypto` that hashes, which Deno and others have too. */
interface CryptoModule {
  createHash(algorithm: string): Hasher;
  createHmac(algorithm: string, key: Bytes): Hasher;
}

interface Hasher {
  update(data: Bytes): Hasher;
  digest(): Uint8Array;
}

interface ProcessWithModules {
  readonly getBuiltinModule?: (name: string) => unknown;
}

/** A digest port over the runtime's own `node:crypto`, which answers at once; without one, the web-standard default. */
export function nativeDigest(): Pick<Partial<Ports>, "digest"> {
  const { process } = globalThis as { process?: ProcessWithModules };
  const crypto = process?.getBuiltinModule?.("node:crypto") as CryptoModule | undefined;
  return crypto ? { digest: digestOf(crypto) } : {};
}

function digestOf({ createHash, createHmac }: CryptoModule): Digest {
  return {
    sha256: (data) => ownBytes(createHash("sha256").update(data).digest()),
    hmacSha256: (key, data) => ownBytes(createHmac("sha256", key).update(data).digest()),
  };
}

/** A `Buffer` may be a slice of a pool that is shared; its bytes are not. */
export function ownBytes(buffer: Uint8Array): Bytes {
  return new Uint8Array(buffer);
}
