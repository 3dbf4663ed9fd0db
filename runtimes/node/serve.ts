import type { FetchHandler, ServeOptions, Server } from "../shared/server/server.ts";
import { answer } from "./serve-answer.ts";
import { startServer } from "./start-server.ts";

/**
 * Serves a fetch handler over HTTP with Node's own server. The handler is asked when the whole request is there, and its
 * answer is sent when it is whole. A handler that rejects ends the connection without an answer, which is what a client sees
 * of a crash. Rejects with Node's error if the address cannot be had (`EADDRINUSE`, `EACCES`), and with `CONFIGURATION`.
 *
 * @example
 * const server = await serve(createEmulator().fetch, { port: 4566 });
 */
export function serve(handler: FetchHandler, options: ServeOptions = {}): Promise<Server> {
  return startServer({ handler, answerer: answer }, options);
}
