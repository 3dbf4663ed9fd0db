import { type Digest, webDigest } from "../../src/digest.ts";
import { nativeDigest } from "../shared/native-digest.ts";

/** How many hashes WebCrypto computes first. They cost 4 ms more than `node:crypto`, whose load takes 17 ms. */
const WEB_HASHES = 1000;

/**
 * Returns the digest of Deno: WebCrypto for the first hashes, then `node:crypto`. A hash of WebCrypto takes 4 µs longer,
 * but `node:crypto` loads the whole layer for Node, which takes longer than the first request.
 */
export function denoDigest(): Digest {
  const web = webDigest();
  let native: Digest | undefined;
  let hashes = 0;
  const current = (): Digest => {
    hashes += 1;
    if (hashes <= WEB_HASHES) return web;
    native ??= nativeDigest().digest ?? web;
    return native;
  };
  return {
    sha256Hex: (data) => current().sha256Hex(data),
    hmacSha256: (key, text) => current().hmacSha256(key, text),
  };
}
