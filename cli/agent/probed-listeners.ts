import process from "node:process";
import { sendOverHttp } from "../../runtimes/shared/send-over-http.ts";
import type { Server } from "../../runtimes/shared/server/server.ts";
import type { ProbedListener } from "../../src/agent/metrics/probes.ts";
import type { Send } from "../../src/lib/fetch.ts";

/** How the URL of a server on a unix socket begins. Its path follows. */
const UNIX = "unix:";

/** Makes what the probes need to check the agent's servers. */
export function probedListeners(servers: readonly Server[]): ProbedListener[] {
  // Not `fetch`, which takes 20 MiB of memory on Node.
  const send = sendOverHttp("podkey agent");
  return servers.map(({ url }) => {
    if (url.startsWith(UNIX)) {
      return { name: url, status: (signal) => statusOver(url.slice(UNIX.length), signal) };
    }
    return { name: url, status: (signal) => statusOf(reachable(url), send, signal) };
  });
}

async function statusOf(url: string, send: Send, signal: AbortSignal): Promise<number> {
  const { status, body } = await send(url, { method: "GET", headers: {}, redirect: "manual", signal });
  await body?.cancel();
  return status;
}

function statusOver(socketPath: string, signal: AbortSignal): Promise<number> {
  // An `import` of `node:http` would load Node's `fetch` too.
  const { request } = process.getBuiltinModule("node:http");
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
