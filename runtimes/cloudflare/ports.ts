import { type Ports, resolvePorts } from "../../src/ports.ts";
import { sharedPorts } from "../shared/bind-ports.ts";
import { boundEnv } from "./bind-env.ts";

/** Returns the ports that the whole isolate shares. They hold no promise of a request. Makes them at its first use. */
export const runtimePorts: () => Ports = /* @__PURE__ */ sharedPorts(() => cloudflarePorts());

/**
 * Returns the ports of a Cloudflare Worker: its variables and secrets stand for environment variables. It has no files, and
 * hashes with WebCrypto, which is the fast way there. Without bindings, each read uses those of `bindEnv`, and throws
 * `CONFIGURATION` if there are none.
 *
 * @example
 * const ports = { ...cloudflarePorts(env), shareInFlight: true };
 */
export function cloudflarePorts(bindings?: object): Ports {
  return resolvePorts({
    env: (name) => textBinding(bindings ?? boundEnv(name), name),
    // Given, so that no error asks for a port that reads files.
    readText: () => undefined,
    shareInFlight: false,
  });
}

function textBinding(bindings: object, name: string): string | undefined {
  const value: unknown = Object.entries(bindings).find(([key]) => key === name)?.[1];
  return typeof value === "string" ? value : undefined;
}
