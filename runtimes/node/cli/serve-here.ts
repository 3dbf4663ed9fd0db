import { versions } from "node:process";
import { serve as serveOnBun } from "../../bun/serve.ts";
import { serve as serveOnDeno } from "../../deno/serve.ts";
import type { FetchHandler, ServeOptions, Server } from "../../server.ts";
import { serve as serveOnNode } from "../serve.ts";

/** Serves with the server of the runtime that runs the command: each is the fastest at home. */
export function serveHere(handler: FetchHandler, options: ServeOptions): Promise<Server> {
  if (versions["bun"]) return serveOnBun(handler, options);
  if (versions["deno"]) return serveOnDeno(handler, options);
  return serveOnNode(handler, options);
}
