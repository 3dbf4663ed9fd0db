import { versions } from "node:process";
import type { Agent } from "../../../src/agent/create-agent.ts";
import { serve as serveOnBun } from "../../bun/serve.ts";
import { serveAgent as serveAgentOnBun } from "../../bun/serve-agent.ts";
import { serve as serveOnDeno } from "../../deno/serve.ts";
import { serveAgent as serveAgentOnDeno } from "../../deno/serve-agent.ts";
import type { FetchHandler, ServeOptions, Server } from "../../server.ts";
import { serve as serveOnNode } from "../serve.ts";
import { serveAgent as serveAgentOnNode } from "../serve-agent.ts";

/** Serves with the server of the runtime that runs the command: each is the fastest at home. */
export function serveHere(handler: FetchHandler, options: ServeOptions): Promise<Server> {
  if (versions["bun"]) return serveOnBun(handler, options);
  if (versions["deno"]) return serveOnDeno(handler, options);
  return serveOnNode(handler, options);
}

/** As `serveHere`, for an agent. */
export function serveAgentHere(
  agent: Pick<Agent, "fetch" | "answer">,
  options: ServeOptions,
): Promise<Server> {
  if (versions["bun"]) return serveAgentOnBun(agent, options);
  if (versions["deno"]) return serveAgentOnDeno(agent, options);
  return serveAgentOnNode(agent, options);
}
