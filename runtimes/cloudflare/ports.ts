import { type Ports, resolvePorts } from "../../src/ports.ts";

/**
 * Returns the ports of a Cloudflare Worker: its variables and secrets stand for environment variables. It has no files, and
 * hashes with WebCrypto, which is the fast way there.
 *
 * @example
 * export default {
 *   async fetch(request, env) {
 *     const client = createClient({ region: "us-west-2", ports: cloudflarePorts(env) });
 *   },
 * };
 */
export function cloudflarePorts(bindings: object): Ports {
  return resolvePorts({ env: (name) => textBinding(bindings, name), shareInFlight: false });
}

function textBinding(bindings: object, name: string): string | undefined {
  const value: unknown = Object.entries(bindings).find(([key]) => key === name)?.[1];
  return typeof value === "string" ? value : undefined;
}
