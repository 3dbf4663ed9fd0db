import type { Agent } from "../../src/agent/create-agent.ts";
import type { ServeOptions, Server } from "../shared/server/server.ts";
import { serve } from "./serve.ts";

/**
 * Serves an agent over HTTP with Bun's own server. Rejects as `serve` does.
 *
 * @example
 * const server = await serveAgent(createAgent({ clusterName: "demo", credentials }), { hostname: "169.254.170.23", port: 80 });
 */
export function serveAgent(agent: Pick<Agent, "fetch">, options: ServeOptions = {}): Promise<Server> {
  return serve(agent.fetch, options);
}
