import { type Ports, resolvePorts } from "../../src/ports.ts";

/**
 * What a Cloudflare Worker supplies: the variables and secrets among its bindings. Files there are none, and hashing is
 * WebCrypto, which is the fast way there.
 *
 * @example
 * export default {
 *   async fetch(request, env) {
 *     const client = createClient({ region: "us-west-2", ports: workerPorts(env) });
 *   },
 * };
 */
export function workerPorts(bindings: object): Ports {
  return resolvePorts({ env: (name) => textBinding(bindings, name), shareInFlight: false });
}

function textBinding(bindings: object, name: string): string | undefined {
  const value: unknown = Object.entries(bindings).find(([key]) => key === name)?.[1];
  return typeof value === "string" ? value : undefined;
}
