import { versions } from "node:process";
import { serveAgent as serveAgentOnBun, serve as serveOnBun } from "../../runtimes/bun/serve.ts";
import { serveAgent as serveAgentOnDeno, serve as serveOnDeno } from "../../runtimes/deno/serve.ts";
import { serveAgent as serveAgentOnNode, serve as serveOnNode } from "../../runtimes/node/serve.ts";
import type { FetchHandler, ServeOptions, Server } from "../../runtimes/shared/server/server.ts";
import type { Agent } from "../../src/agent/create-agent.ts";
import { isPodkeyError } from "../../src/errors/any-error.ts";

/** Serves with the server of the runtime that runs the command, which is the fastest one there. */
export function serveHere(handler: FetchHandler, options: ServeOptions): Promise<Server> {
  if (versions["bun"]) return serveOnBun(handler, options);
  if (versions["deno"]) return serveOnDeno(handler, options);
  return serveOnNode(handler, options);
}

/** Serves an agent with the server of the runtime that runs the command. */
export function serveAgentHere(
  agent: Pick<Agent, "fetch" | "answer">,
  options: ServeOptions,
): Promise<Server> {
  if (versions["bun"]) return serveAgentOnBun(agent, options);
  if (versions["deno"]) return serveAgentOnDeno(agent, options);
  return serveAgentOnNode(agent, options);
}

/** Returns the system's code of a failure, for example `EADDRINUSE`. */
export function failureCode(cause: unknown): string | undefined {
  if (isPodkeyError(cause)) return undefined;
  return cause instanceof Error && "code" in cause ? String(cause.code) : undefined;
}

/** Makes the error of a server that cannot listen: the place, the reason and what to do. */
export function listeningError(place: string, cause: unknown, advice: string): Error {
  const reason = failureCode(cause) ?? (cause instanceof Error ? cause.message : String(cause));
  return new Error(`cannot listen on ${place}: ${reason}; ${advice}`, { cause });
}
