import type { Agent } from "../../src/agent/create-agent.ts";
import {
  type CloseOptions,
  clientAt,
  type FetchHandler,
  locationOf,
  type ServeOptions,
  type Server,
  unixLocationOf,
} from "../shared/server/server.ts";
import {
  checkWhole,
  endWithin,
  type ListenAddress,
  listenAddress,
  type ServeLimits,
  serveLimits,
} from "../shared/server/settings.ts";
import { clearSocketPath } from "../shared/server/unix-socket.ts";
import { type DenoAddress, type DenoServer, denoApi } from "./deno-api.ts";
import { type PendingAnswers, pendingAnswers, readRequest } from "./serve-requests.ts";
import { denoSocketFiles } from "./serve-socket.ts";

type DenoHandler = (request: Request, info: { readonly remoteAddr: DenoAddress }) => Promise<Response>;

/**
 * Serves a fetch handler over HTTP with Deno's own server. Needs `--allow-net`, or `--allow-read` and `--allow-write` for the
 * path of a unix socket. If the handler rejects, the client gets 500. Deno limits headers to 64 KiB, but has no time limit for
 * headers and idle connections. A body that does not arrive gets 408, but only the client can end its connection. Rejects with
 * Deno's error if it cannot listen there (`EADDRINUSE`, `EACCES`), and with `CONFIGURATION` for a bad option.
 *
 * @example
 * const server = await serve(createEmulator().fetch, { port: 4566 });
 */
export async function serve(handler: FetchHandler, options: ServeOptions = {}): Promise<Server> {
  const address = listenAddress(options);
  const limits = serveLimits(options);
  const pending = pendingAnswers();
  const answer: DenoHandler = (request, { remoteAddr }) =>
    pending.add(answerWhole(handler, request, remoteAddr, limits));
  const { server, abort } = await listen(address, answer);
  const { hostname = "", port = 0 } = server.addr;
  const location = address.unix === undefined ? locationOf(hostname, port) : unixLocationOf(address.unix);
  return { ...location, close: closing(server, abort, pending) };
}

function closing(server: DenoServer, abort: AbortController, pending: PendingAnswers): Server["close"] {
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
    return endWithin(options, ended, isPatient ? giveUp : () => abort.abort());
  };
}

interface Listening {
  readonly server: DenoServer;
  readonly abort: AbortController;
}

async function listen(address: ListenAddress, answer: DenoHandler): Promise<Listening> {
  const abort = new AbortController();
  const serving = {
    signal: abort.signal,
    onListen: () => undefined,
    onError: () => new Response(null, { status: 500 }),
  };
  if (address.unix === undefined) {
    const { port, hostname } = address;
    return { server: denoApi().serve({ ...serving, port, hostname }, answer), abort };
  }
  const { unix, mode } = address;
  const files = denoSocketFiles();
  await clearSocketPath(unix, files);
  const server = denoApi().serve({ ...serving, path: unix }, answer);
  try {
    await files.setMode(unix, mode);
  } catch (error) {
    abort.abort();
    throw error;
  }
  return { server, abort };
}

async function answerWhole(
  handler: FetchHandler,
  request: Request,
  { hostname }: DenoAddress,
  limits: ServeLimits,
): Promise<Response> {
  const whole = await readRequest(request, limits);
  return whole instanceof Response ? whole : handler(whole, clientAt(hostname));
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
