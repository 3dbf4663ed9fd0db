import type { KeyObject } from "node:crypto";
import type { Digest } from "../../src/digest.ts";
import type { Bytes } from "../../src/lib/bytes.ts";
import { type Ports, resolvePorts } from "../../src/ports.ts";
import { sharedPorts } from "../shared/bind-ports.ts";
import { ownBytes } from "../shared/native-digest.ts";
import { codeOf } from "../shared/system-code.ts";
import { builtinModule } from "./builtin-modules.ts";
import { nodeFetch } from "./fetch.ts";

/** Returns the ports that the whole program shares. Makes them at its first use. */
export const runtimePorts: () => Ports = /* @__PURE__ */ sharedPorts(nodePorts);

/**
 * Returns the ports of Node: environment variables, files and native hashing, which returns at once and takes a tenth of
 * WebCrypto's time. Throws `CONFIGURATION` on a runtime without Node's built-in modules.
 *
 * @example
 * const agent = createAgent({ clusterName: "demo", credentials: fromInstanceMetadata(), ports: nodePorts() });
 */
export function nodePorts(): Ports {
  return resolvePorts({
    fetch: nodeFetch(),
    env: (name) => process.env[name],
    readText,
    digest: nodeDigest(),
  });
}

/** Hashes with `node:crypto`. Keeps one key object per key, because Node 24 takes five times as long for an HMAC over a raw key. */
function nodeDigest(): Digest {
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

async function readText(path: string): Promise<string | undefined> {
  try {
    return await builtinModule("node:fs/promises").readFile(path, "utf8");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}
