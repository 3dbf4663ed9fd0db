import { type FetchHandler, type ServeOptions, type Server, urlOf } from "../server.ts";
import { denoApi } from "./deno-api.ts";

/**
 * Serves a fetch handler over HTTP with Deno's own server, which needs `--allow-net`. A handler that rejects answers 500.
 * Rejects if the port cannot be had.
 *
 * @example
 * const server = await serve(createEmulator().fetch, { port: 4566 });
 */
export async function serve(handler: FetchHandler, options: ServeOptions = {}): Promise<Server> {
  const { port = 0, hostname = "127.0.0.1" } = options;
  const server = denoApi().serve(
    { port, hostname, onListen: () => undefined, onError: () => new Response(null, { status: 500 }) },
    handler,
  );
  return {
    url: urlOf(server.addr.hostname, server.addr.port),
    port: server.addr.port,
    close: () => server.shutdown(),
  };
}
