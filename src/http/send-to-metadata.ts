import { ConfigurationError } from "../errors/errors.ts";
import type { OutgoingRequest, Ports } from "../ports.ts";
import { type Answer, type AttemptSettings, sendOnce } from "./send-once.ts";

type MetadataPorts = AttemptSettings["ports"] & Pick<Ports, "env">;

/** The variables that may name a proxy for plain HTTP. */
export const PROXY_VARIABLES: readonly string[] = ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"];
const EXCEPTION_VARIABLES = ["NO_PROXY", "no_proxy"];

/**
 * Sends a request once to a metadata endpoint. Plain HTTP goes past every proxy, which would see the token in it. Throws as
 * `sendOnce` does, and `CONFIGURATION` if the runtime has no way past the proxy that a variable names.
 */
export async function sendToMetadata(
  request: OutgoingRequest,
  settings: AttemptSettings & { readonly ports: MetadataPorts },
): Promise<Answer> {
  const { fetch, env } = settings.ports;
  const { protocol, hostname } = new URL(request.url);
  if (protocol === "https:") return sendOnce(request, settings);
  if (!fetch.sendDirect) refuseProxy(hostname, env);
  return sendOnce(request, { ...settings, send: fetch.sendDirect });
}

/**
 * Throws if a proxy may receive plain HTTP to a host. Runtimes disagree about the variables, so this counts every proxy
 * variable, and only exceptions that all runtimes obey: `NO_PROXY` and `no_proxy`, if set, must both list the exact host, and
 * an IPv6 address both with and without brackets.
 */
function refuseProxy(hostname: string, env: Ports["env"]): void {
  const setting = PROXY_VARIABLES.find((name) => env(name));
  if (setting === undefined) return;
  const spellings = [...new Set([hostname, hostname.replace(/^\[|\]$/g, "")])];
  const lists = EXCEPTION_VARIABLES.map(env).filter((list) => list !== undefined);
  const covers = (list: string): boolean => {
    const hosts = list.split(",").map((host) => host.trim());
    return spellings.every((spelling) => hosts.includes(spelling));
  };
  if (lists.length > 0 && lists.every(covers)) return;
  throw new ConfigurationError({
    setting,
    message: `nothing was sent to ${hostname}: ${setting} may lead the token to a proxy; import from podkey/node, /deno, /bun or /cloudflare, or set NO_PROXY=${spellings.join(",")}`,
  });
}
