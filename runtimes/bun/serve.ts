import type { Agent } from "../../src/agent/create-agent.ts";
import { countConnections } from "../shared/server/connection-limits.ts";
import {
  type CloseOptions,
  clientAt,
  type FetchHandler,
  locationOf,
  type ServeOptions,
  type Server,
  unixLocationOf,
} from "../shared/server/server.ts";
import { endWithin, listenAddress, serveLimits } from "../shared/server/settings.ts";
import { clearSocketPath, socketFiles } from "../shared/server/unix-socket.ts";
import { codeOf } from "../shared/system-code.ts";
import { type BunServer, type BunServing, bunApi, bunModule } from "./bun-api.ts";

const MAX_IDLE_SECONDS = 255;
const CHECK_INTERVAL_MS = 1000;

/**
 * Serves a fetch handler over HTTP with Bun's own server. If the handler rejects, the client gets 500. If it takes longer than
 * `requestTimeoutMs`, the connection ends. Bun itself limits a request's headers: to 12 seconds, and to 16 KiB unless it runs
 * with `--max-http-header-size`. Rejects with Bun's error if it cannot listen there (`EADDRINUSE`, `EACCES`), and with
 * `CONFIGURATION` for a bad option.
 *
 * @example
 * const server = await serve(createEmulator().fetch, { port: 4566 });
 */
export async function serve(handler: FetchHandler, options: ServeOptions = {}): Promise<Server> {
  const address = listenAddress(options);
  const limits = serveLimits(options);
  const { maxBodyBytes, requestTimeoutMs } = limits;
  const requests = countConnections(limits);
  const serving: BunServing = {
    async fetch(request, server) {
      const client = clientAt(server.requestIP(request)?.address);
      const leave = requests.enter(client.address);
      if (!leave) return new Response(null, { status: 503 });
      try {
        return await handler(request, client);
      } finally {
        leave();
      }
    },
    error: () => new Response(null, { status: 500 }),
    maxRequestBodySize: maxBodyBytes,
    idleTimeout: Math.min(MAX_IDLE_SECONDS, Math.ceil(requestTimeoutMs / 1000)),
  };
  if (address.unix !== undefined) return serveOnSocket(address.unix, address.mode, serving);
  const { port, hostname } = address;
  const server = bunApi().serve({ ...serving, port, hostname });
  return { ...locationOf(server.hostname, server.port), close: closing(server) };
}

async function serveOnSocket(unix: string, mode: number, serving: BunServing): Promise<Server> {
  const files = socketFiles({ fs: bunModule("node:fs/promises"), net: bunModule("node:net") });
  await clearSocketPath(unix, files);
  const server = bunApi().serve({ ...serving, unix });
  try {
    await files.setMode(unix, mode);
  } catch (error) {
    await server.stop(true);
    throw error;
  }
  return { ...unixLocationOf(unix), close: closing(server) };
}

function closing(server: BunServer): Server["close"] {
  const stopFreeing = freeDescriptors(server);
  let ended: Promise<void> | undefined;
  return (options: CloseOptions = {}) => {
    stopFreeing();
    ended ??= server.stop(false);
    return endWithin(options, ended, () => server.stop(true));
  };
}

/** Closes idle connections when the process has no file descriptor left, so that other clients can connect. */
function freeDescriptors(server: BunServer): () => void {
  const fs = bunModule("node:fs");
  const timer = setInterval(() => {
    try {
      fs.closeSync(fs.openSync("/dev/null", "r"));
    } catch (error) {
      if (codeOf(error) === "EMFILE") server.closeIdleConnections?.();
    }
  }, CHECK_INTERVAL_MS) as unknown as { unref(): void };
  timer.unref();
  return () => clearInterval(timer as never);
}

/**
 * Serves an agent over HTTP with Bun's own server. Rejects as `serve` does.
 *
 * @example
 * const server = await serveAgent(createAgent({ clusterName: "demo", credentials }), { hostname: "169.254.170.23", port: 80 });
 */
export function serveAgent(agent: Pick<Agent, "fetch">, options: ServeOptions = {}): Promise<Server> {
  return serve(agent.fetch, options);
}
