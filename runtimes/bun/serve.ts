import { type FetchHandler, type ServeOptions, type Server, urlOf } from "../server.ts";
import { bunApi } from "./bun-api.ts";

/**
 * Serves a fetch handler over HTTP with Bun's own server. A handler that rejects answers 500. Rejects if the port cannot be
 * had.
 *
 * @example
 * const server = await serve(createEmulator().fetch, { port: 4566 });
 */
export async function serve(handler: FetchHandler, options: ServeOptions = {}): Promise<Server> {
  const { port = 0, hostname = "127.0.0.1" } = options;
  const server = bunApi().serve({
    port,
    hostname,
    fetch: handler,
    error: () => new Response(null, { status: 500 }),
  });
  return {
    url: urlOf(server.hostname, server.port),
    port: server.port,
    close: () => server.stop(true),
  };
}
