import { request } from "node:http";
import type { Server } from "../../runtimes/shared/server/server.ts";
import type { ProbedListener } from "../../src/agent/metrics/probes.ts";

/** How the URL of a server on a unix socket begins. Its path follows. */
const UNIX = "unix:";

/** Makes what the probes need to check the agent's servers. */
export function probedListeners(servers: readonly Server[]): ProbedListener[] {
  return servers.map(({ url }) => {
    if (url.startsWith(UNIX)) {
      return { name: url, status: (signal) => statusOver(url.slice(UNIX.length), signal) };
    }
    return { name: url, status: (signal) => statusOf(reachable(url), signal) };
  });
}

async function statusOf(url: string, signal: AbortSignal): Promise<number> {
  const response = await fetch(url, { signal, redirect: "manual" });
  await response.body?.cancel();
  return response.status;
}

function statusOver(socketPath: string, signal: AbortSignal): Promise<number> {
  return new Promise((resolve, reject) => {
    const outgoing = request({ socketPath, path: "/", signal, agent: false }, (incoming) => {
      incoming.resume();
      resolve(incoming.statusCode ?? 0);
    });
    outgoing.once("error", reject);
    outgoing.end();
  });
}

/** Replaces a wildcard address, which a client cannot connect to on every system, by loopback. */
function reachable(url: string): string {
  return url.replace("//0.0.0.0:", "//127.0.0.1:").replace("//[::]:", "//[::1]:");
}
