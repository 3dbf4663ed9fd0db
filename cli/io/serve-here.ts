import { versions } from "node:process";
import { serveAgent as serveAgentOnBun, serve as serveOnBun } from "../../runtimes/bun/serve.ts";
import { serveAgent as serveAgentOnDeno, serve as serveOnDeno } from "../../runtimes/deno/serve.ts";
import { serveAgent as serveAgentOnNode, serve as serveOnNode } from "../../runtimes/node/serve.ts";
import type { FetchHandler, ServeOptions, Server } from "../../runtimes/shared/server/server.ts";
import type { Agent } from "../../src/agent/create-agent.ts";
import { isPodkeyError } from "../../src/errors/any-error.ts";

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

/** The system's name of a failure, as `EADDRINUSE`. */
export function failureCode(cause: unknown): string | undefined {
  if (isPodkeyError(cause)) return undefined;
  return cause instanceof Error && "code" in cause ? String(cause.code) : undefined;
}

/** Why somebody cannot listen, and what to do. */
export function listeningError(place: string, cause: unknown, advice: string): Error {
  const reason = failureCode(cause) ?? (cause instanceof Error ? cause.message : String(cause));
  return new Error(`cannot listen on ${place}: ${reason}; ${advice}`, { cause });
}
