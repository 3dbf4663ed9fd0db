import type { KeyObject } from "node:crypto";
import type { Bytes } from "../../src/lib/bytes.ts";
import { type Digest, type Ports, resolvePorts } from "../../src/ports.ts";
import { ownBytes } from "../shared/native-digest.ts";
import { builtinModule } from "./builtin-modules.ts";

/**
 * What Node supplies: environment variables, files, and hashing that answers at once, an order of magnitude faster there
 * than WebCrypto. Throws `CONFIGURATION` on a runtime without Node's built-in modules.
 *
 * @example
 * const client = createClient({ region: "us-west-2", ports: nodePorts() });
 */
export function nodePorts(): Ports {
  return resolvePorts({
    env: (name) => process.env[name],
    readText,
    digest: nodeDigest(),
  });
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return await builtinModule("node:fs/promises").readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

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
