import type { Server as HttpServer } from "node:http";
import type { AddressInfo } from "node:net";
import { endWithin } from "../end-within.ts";
import { type ListenAddress, listenAddress, type ServeLimits, serveLimits } from "../serve-settings.ts";
import {
  type CloseOptions,
  type FetchHandler,
  locationOf,
  type ServeOptions,
  type Server,
  unixLocationOf,
} from "../server.ts";
import { clearSocketPath, socketFiles } from "../unix-socket.ts";
import { builtinModule } from "./builtin-modules.ts";
import { answer, answerExpectation } from "./serve-answer.ts";

const CHECK_INTERVAL_MS = 5000;

/**
 * Serves a fetch handler over HTTP with Node's own server. The handler is asked when the whole request is there, and its
 * answer is sent when it is whole. A handler that rejects ends the connection without an answer, which is what a client sees
 * of a crash. Rejects with Node's error if the address cannot be had (`EADDRINUSE`, `EACCES`), and with `CONFIGURATION`.
 *
 * @example
 * const server = await serve(createEmulator().fetch, { port: 4566 });
 */
export async function serve(handler: FetchHandler, options: ServeOptions = {}): Promise<Server> {
  const address = listenAddress(options);
  const server = createServer(handler, serveLimits(options));
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

function createServer(handler: FetchHandler, limits: ServeLimits): HttpServer {
  const { maxHeaderBytes, requestTimeoutMs } = limits;
  const server = builtinModule("node:http").createServer({
    maxHeaderSize: maxHeaderBytes,
    requestTimeout: requestTimeoutMs,
    headersTimeout: requestTimeoutMs,
    keepAliveTimeout: requestTimeoutMs,
    connectionsCheckingInterval: Math.min(CHECK_INTERVAL_MS, requestTimeoutMs),
  });
  const serving = { handler, limits, isClosing: () => !server.listening };
  server.on("request", (incoming, outgoing) => {
    answer(serving, incoming, outgoing).catch(() => outgoing.destroy());
  });
  server.on("checkContinue", (incoming, outgoing) => {
    answerExpectation(serving, incoming, outgoing).catch(() => outgoing.destroy());
  });
  return server;
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
