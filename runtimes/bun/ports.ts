import type { Digest } from "../../src/digest.ts";
import { type Ports, resolvePorts } from "../../src/ports.ts";
import { sharedPorts } from "../shared/bind-ports.ts";
import { ownBytes } from "../shared/native-digest.ts";
import { fetchWith } from "../shared/send-over-http.ts";
import { bunApi } from "./bun-api.ts";
import { bunSendDirect } from "./send-direct.ts";

/** Returns the ports that the whole program shares. Makes them at its first use. */
export const runtimePorts: () => Ports = /* @__PURE__ */ sharedPorts(bunPorts);

/**
 * Returns the ports of Bun: environment variables, files and native hashing. Throws `CONFIGURATION` on another runtime.
 *
 * @example
 * const agent = createAgent({ clusterName: "demo", credentials: fromInstanceMetadata(), ports: bunPorts() });
 */
export function bunPorts(): Ports {
  return resolvePorts({
    fetch: fetchWith({ sendDirect: bunSendDirect() }),
    env: (name) => bunApi().env[name],
    readText,
    digest: bunDigest(),
  });
}

function bunDigest(): Digest {
  const { CryptoHasher } = bunApi();
  return {
    sha256Hex: (data) => CryptoHasher.hash("sha256", data, "hex"),
    hmacSha256: (key, text) => ownBytes(new CryptoHasher("sha256", key).update(text).digest()),
  };
}

async function readText(path: string): Promise<string | undefined> {
  const file = bunApi().file(path);
  return (await file.exists()) ? file.text() : undefined;
}
