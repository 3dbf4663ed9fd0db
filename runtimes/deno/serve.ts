import type { Agent } from "../../src/agent/create-agent.ts";
import { countConnections } from "../shared/server/connection-limits.ts";
import {
  type CloseOptions,
  clientAt,
  type FetchHandler,
  locationOf,
  type ServedClient,
  type ServeOptions,
  type Server,
  unixLocationOf,
} from "../shared/server/server.ts";
import {
  checkWhole,
  endWithin,
  listenAddress,
  type ServeLimits,
  serveLimits,
} from "../shared/server/settings.ts";
import type { DenoHandler } from "./deno-api.ts";
import { listenWithRestart, type RestartingServer } from "./listen.ts";
import { type PendingAnswers, pendingAnswers, readRequest } from "./serve-requests.ts";

/**
 * Serves a fetch handler over HTTP with Deno's own server. Needs `--allow-net`, or `--allow-read` and `--allow-write` for the
 * path of a unix socket. If the handler rejects, the client gets 500. Deno limits headers to 64 KiB, but has no time limit for
 * headers and idle connections. A body that does not arrive gets 408, but only the client can end its connection. If no file
 * descriptor is left, all connections end, and the server listens again. Rejects with
 * Deno's error if it cannot listen there (`EADDRINUSE`, `EACCES`), and with `CONFIGURATION` for a bad option.
 *
 * @example
 * const server = await serve(createEmulator().fetch, { port: 4566 });
 */
export async function serve(handler: FetchHandler, options: ServeOptions = {}): Promise<Server> {
  const address = listenAddress(options);
  const limits = serveLimits(options);
  const requests = countConnections(limits);
  const pending = pendingAnswers();
  const answer: DenoHandler = async (request, { remoteAddr }) => {
    const client = clientAt(remoteAddr.hostname);
    const leave = requests.enter(client.address);
    if (!leave) return new Response(null, { status: 503 });
    return pending.add(answerWhole(handler, { request, client, limits }).finally(leave));
  };
  const server = await listenWithRestart(address, answer);
  const { hostname = "", port = 0 } = server.addr;
  const location = address.unix === undefined ? locationOf(hostname, port) : unixLocationOf(address.unix);
  return { ...location, close: closing(server, pending) };
}

function closing(server: RestartingServer, pending: PendingAnswers): Server["close"] {
  let ended: Promise<void> | undefined;
  let giveUp = pending.end;
  const givenUp = new Promise<void>((resolve) => {
    giveUp = () => {
      pending.end();
      resolve();
    };
  });
  return async (options: CloseOptions = {}) => {
    const isPatient = checkWhole("graceMs", options.graceMs ?? 0, 0) > 0;
    if (ended) return endWithin(options, ended, giveUp);
    // A shutdown waits for clients that never read, and Deno throws if an abort follows a shutdown.
    ended = isPatient ? Promise.race([server.shutdown(), givenUp]) : server.finished;
    return endWithin(options, ended, isPatient ? giveUp : server.abort);
  };
}

interface Arrived {
  readonly request: Request;
  readonly client: ServedClient;
  readonly limits: ServeLimits;
}

async function answerWhole(handler: FetchHandler, { request, client, limits }: Arrived): Promise<Response> {
  const whole = await readRequest(request, limits);
  if (whole instanceof Response) return whole;
  const response = await handler(whole, client);
  // Deno would send the header as it is, and then no body.
  response.headers.delete("transfer-encoding");
  return response;
}

/**
 * Serves an agent over HTTP with Deno's own server. Rejects as `serve` does.
 *
 * @example
 * const server = await serveAgent(createAgent({ clusterName: "demo", credentials }), { hostname: "169.254.170.23", port: 80 });
 */
export function serveAgent(agent: Pick<Agent, "fetch">, options: ServeOptions = {}): Promise<Server> {
  return serve(agent.fetch, options);
}
