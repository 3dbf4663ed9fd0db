import type { Server } from "../../runtimes/shared/server/server.ts";
import type { Agent } from "../../src/agent/create-agent.ts";
import { AGENT_HOSTS } from "../../src/agent/host-rule.ts";
import { failureCode, listeningError, serveAgentHere } from "../io/serve-here.ts";
import type { Log } from "./log.ts";

type ServedAgent = Pick<Agent, "fetch" | "answer">;

/** The addresses at which pods reach the agent. */
export interface Places {
  readonly port: number;
  /** IPv6 addresses have no brackets. */
  readonly hosts: readonly string[];
  /** Whether the machine must have all of the hosts, because the user named them. */
  readonly isStrict: boolean;
  readonly unix: string | undefined;
}

/** The addresses of loopback, without brackets. */
const LOOPBACK = /^(127\.\d+\.\d+\.\d+|::1)$/;

/** The errors of the system for an address that the machine does not have. */
const NO_ADDRESS = new Set(["EADDRNOTAVAIL", "EAFNOSUPPORT"]);

/** Reads the addresses from the flags. Default: the link-local addresses of the EKS Pod Identity Agent. */
export function placesOf(options: {
  readonly port: number;
  readonly bindHosts?: readonly string[];
  readonly unix?: string;
}): Places {
  const { port, bindHosts, unix } = options;
  const fallback = unix ? [] : AGENT_HOSTS;
  const hosts = bindHosts?.map((host) => host.replace(/^\[(.*)\]$/, "$1")) ?? fallback;
  return { port, hosts, isStrict: bindHosts !== undefined, unix };
}

/** Returns the hosts that a request may name: the agent's own addresses, and `localhost` if it listens on loopback. */
export function allowedHostsOf({ hosts, unix }: Places): string[] {
  const isLocal = unix !== undefined || hosts.some((host) => LOOPBACK.test(host));
  return [...new Set([...AGENT_HOSTS, ...hosts, ...(isLocal ? ["localhost"] : [])])];
}

/**
 * Listens at all places. Of the two default addresses one suffices, because a node may have no IPv6. On failure it closes the
 * servers that it opened, and rejects with what the user can do.
 */
export async function listen(agent: ServedAgent, places: Places, log: Log): Promise<Server[]> {
  const { hosts, unix } = places;
  const servers: Server[] = [];
  const missing: unknown[] = [];
  try {
    for (const host of hosts) {
      const server = await listenOn(agent, host, places).catch((error: unknown) => {
        if (!mayLack(places, error)) throw error;
        missing.push(error);
        return undefined;
      });
      if (server) servers.push(server);
    }
    if (unix) servers.push(await listenOnUnix(agent, unix));
    if (servers.length === 0) throw missing[0];
  } catch (error) {
    await Promise.all(servers.map((server) => server.close()));
    throw error;
  }
  for (const error of missing)
    log("warn", "cannot listen on one of the default addresses", { error: messageOf(error) });
  return servers;
}

function mayLack({ isStrict }: Places, error: unknown): boolean {
  if (isStrict || !(error instanceof Error)) return false;
  return NO_ADDRESS.has(failureCode(error.cause) ?? "");
}

async function listenOn(agent: ServedAgent, hostname: string, { port }: Places): Promise<Server> {
  try {
    return await serveAgentHere(agent, { port, hostname });
  } catch (cause) {
    throw placeError(hostname, port, cause);
  }
}

async function listenOnUnix(agent: ServedAgent, unix: string): Promise<Server> {
  try {
    return await serveAgentHere(agent, { unix });
  } catch (cause) {
    throw listeningError(unix, cause, "choose another path with --unix");
  }
}

function placeError(host: string, port: number, cause: unknown): Error {
  const place = `${host.includes(":") ? `[${host}]` : host}:${port}`;
  return listeningError(place, cause, adviceOn(failureCode(cause), host));
}

function adviceOn(code: string | undefined, host: string): string {
  switch (code) {
    case "EADDRINUSE":
      return "is another agent running? End it, or choose another port or address with --port or --bind-hosts";
    case "EACCES":
      return "ports below 1024 need root or the capability NET_BIND_SERVICE: grant it, or choose another port with --port";
    case "EADDRNOTAVAIL":
    case "EAFNOSUPPORT":
      return `this machine has no such address: add it (ip address add ${host} dev lo), or choose another address with --bind-hosts`;
    default:
      return "choose another port or address with --port or --bind-hosts";
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
