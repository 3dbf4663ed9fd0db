import { type Digest, webDigest } from "../../src/digest.ts";
import { nativeDigest } from "../shared/native-digest.ts";

/**
 * Returns the digest of Deno: `node:crypto`, loaded at the first hash. Its load takes 17 ms, because it starts Deno's layer for
 * Node, and a program that only gets credentials hashes nothing.
 */
export function denoDigest(): Digest {
  let native: Digest | undefined;
  const loaded = (): Digest => {
    native ??= nativeDigest().digest ?? webDigest();
    return native;
  };
  return {
    sha256Hex: (data) => loaded().sha256Hex(data),
    hmacSha256: (key, text) => loaded().hmacSha256(key, text),
  };
}
