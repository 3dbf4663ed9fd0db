import { ConfigurationError } from "../../src/errors/errors.ts";
import { type Ports, resolvePorts } from "../../src/ports.ts";
import { sharedPorts } from "../shared/bind-ports.ts";
import { fetchWith } from "../shared/send-over-http.ts";
import { denoApi } from "./deno-api.ts";
import { denoDigest } from "./digest.ts";
import { denoSendDirect } from "./send-direct.ts";

/** Returns the ports that the whole program shares. Makes them at its first use. */
export const runtimePorts: () => Ports = /* @__PURE__ */ sharedPorts(denoPorts);

/**
 * Returns the ports of Deno: environment variables, files and native hashing. Each variable needs its permission, for example
 * `--allow-env=AWS_REGION`. Throws `CONFIGURATION` on another runtime.
 *
 * @example
 * const agent = createAgent({ clusterName: "demo", credentials: fromInstanceMetadata(), ports: denoPorts() });
 */
export function denoPorts(): Ports {
  denoApi();
  return resolvePorts({
    fetch: fetchWith({ sendDirect: denoSendDirect() }),
    env: readVariable,
    readText,
    digest: denoDigest(),
  });
}

function readVariable(name: string): string | undefined {
  const { env, errors } = denoApi();
  try {
    return env.get(name);
  } catch (error) {
    if (!(error instanceof errors.NotCapable)) throw error;
    const setting = `--allow-env=${name}`;
    const message = `Deno denied access: run the program with ${setting}, or with "--allow-env=AWS_*" for all variables of AWS`;
    throw new ConfigurationError({ setting, message, cause: error });
  }
}

async function readText(path: string): Promise<string | undefined> {
  const { readTextFile, errors } = denoApi();
  try {
    return await readTextFile(path);
  } catch (error) {
    if (error instanceof errors.NotFound) return undefined;
    throw error;
  }
}
