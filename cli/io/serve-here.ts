import { versions } from "node:process";
import { serve as serveOnBun } from "../../runtimes/bun/serve.ts";
import { serveAgent as serveAgentOnBun } from "../../runtimes/bun/serve-agent.ts";
import { serve as serveOnDeno } from "../../runtimes/deno/serve.ts";
import { serveAgent as serveAgentOnDeno } from "../../runtimes/deno/serve-agent.ts";
import { serve as serveOnNode } from "../../runtimes/node/serve.ts";
import { serveAgent as serveAgentOnNode } from "../../runtimes/node/serve-agent.ts";
import type { FetchHandler, ServeOptions, Server } from "../../runtimes/shared/server/server.ts";
import type { Agent } from "../../src/agent/create-agent.ts";

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
