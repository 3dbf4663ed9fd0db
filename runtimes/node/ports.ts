import type { Ports } from "../../src/ports.ts";
import { resolvePorts } from "../../src/ports.ts";
import { builtinModule } from "./builtin-modules.ts";
import { nodeDigest } from "./digest.ts";

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
