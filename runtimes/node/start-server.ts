import type { Server as HttpServer, IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { countConnections } from "../shared/server/connection-limits.ts";
import {
  type CloseOptions,
  locationOf,
  type ServeOptions,
  type Server,
  unixLocationOf,
} from "../shared/server/server.ts";
import {
  endWithin,
  type ListenAddress,
  listenAddress,
  type ServeLimits,
  serveLimits,
} from "../shared/server/settings.ts";
import { clearSocketPath, socketFiles } from "../shared/server/unix-socket.ts";
import { builtinModule } from "./builtin-modules.ts";
import { answerExpectation, type Serving } from "./serve-answer.ts";

/** Answers a request through Node's own objects. If it rejects, the connection ends. */
export type Answerer = (
  serving: Serving,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
) => Promise<void>;

/** What answers the requests of a server. */
export interface StartOptions {
  readonly handler: Serving["handler"];
  readonly answerer: Answerer;
}

/** How often Node looks for slow connections at least, in milliseconds. Its own default would let them live twice as long. */
const CHECK_INTERVAL_MS = 1000;

/** Starts Node's own server with the limits and the address of the options. Rejects with Node's error or `CONFIGURATION`. */
export async function startServer(start: StartOptions, options: ServeOptions): Promise<Server> {
  const address = listenAddress(options);
  const server = createAnsweringServer(start, serveLimits(options));
  const location = await listen(server, address);
  let ended: Promise<void> | undefined;
  return {
    ...location,
    close: (close: CloseOptions = {}) => {
      ended ??= new Promise((resolve) => server.close(() => resolve()));
      return endWithin(close, ended, () => server.closeAllConnections());
    },
  };
}

function createAnsweringServer({ handler, answerer }: StartOptions, limits: ServeLimits): HttpServer {
  const { requestTimeoutMs } = limits;
  const server = createIdleServer(limits);
  server.requestTimeout = requestTimeoutMs;
  server.headersTimeout = requestTimeoutMs;
  server.keepAliveTimeout = requestTimeoutMs;
  const connections = countConnections(limits);
  server.on("connection", (socket) => {
    const leave = connections.enter(socket.remoteAddress);
    if (leave) socket.once("close", leave);
    else socket.destroy();
  });
  const serving = { handler, limits, isClosing: () => !server.listening };
  server.on("request", (incoming, outgoing) => {
    answerer(serving, incoming, outgoing).catch(() => outgoing.destroy());
  });
  server.on("checkContinue", (incoming, outgoing) => {
    answerExpectation(serving, incoming, outgoing).catch(() => outgoing.destroy());
  });
  return server;
}

function createIdleServer({ maxHeaderBytes, requestTimeoutMs }: ServeLimits): HttpServer {
  const { createServer } = builtinModule("node:http");
  const options = { ...(maxHeaderBytes !== undefined && { maxHeaderSize: maxHeaderBytes }) };
  const connectionsCheckingInterval = Math.min(requestTimeoutMs, CHECK_INTERVAL_MS);
  try {
    return createServer({ ...options, connectionsCheckingInterval });
  } catch {
    // The node:http of workerd refuses this option. There the platform ends slow connections.
    return createServer(options);
  }
}

async function listen(server: HttpServer, address: ListenAddress): Promise<Pick<Server, "url" | "port">> {
  if (address.unix === undefined) {
    await listening(server, address);
    const bound = server.address() as AddressInfo;
    return locationOf(bound.address, bound.port);
  }
  const { unix, mode } = address;
  const files = socketFiles({ fs: builtinModule("node:fs/promises"), net: builtinModule("node:net") });
  await clearSocketPath(unix, files);
  await listening(server, { path: unix });
  try {
    await files.setMode(unix, mode);
  } catch (error) {
    server.close();
    throw error;
  }
  return unixLocationOf(unix);
}

function listening(
  server: HttpServer,
  address: { readonly path: string } | { readonly port: number; readonly hostname: string },
): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen("path" in address ? address : { port: address.port, host: address.hostname }, resolve);
  });
}
