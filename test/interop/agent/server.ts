import process from "node:process";
import { createInterface } from "node:readline";
import type { ServeOptions, Server } from "../../../runtimes/shared/server/server.ts";
import { type Agent, createAgent } from "../../../src/agent/create-agent.ts";
import type { AgentOptions } from "../../../src/agent/options.ts";
import { createTokenVerifier } from "../../../src/agent/tokens/token-verifier.ts";
import { CREDENTIALS } from "../../support/aws-examples.ts";

/** Settings of an agent process, passed as JSON on its command line. */
export interface AgentServerSettings {
  readonly runtime: "node" | "bun" | "deno";
  /** The URL of the emulator, which is used as EKS Auth. */
  readonly endpoint: string;
  /** Verifies tokens with the keys of this issuer. */
  readonly issuer?: string;
  readonly agent?: Omit<AgentOptions, "credentials" | "exchange" | "node" | "verify" | "ports" | "onEvent">;
  readonly serve: ServeOptions;
}

/** A line of the process's standard input. */
export interface ClockLine {
  /** The difference between the agent's clock and the machine's, in milliseconds. */
  readonly offsetMs: number;
}

type Serve = (agent: Agent, options?: ServeOptions) => Promise<Server>;

/** Serves an agent until the standard input ends. Runs on Node, Bun and Deno. */
async function main(settings: AgentServerSettings): Promise<void> {
  const clock: { offsetMs: number } = { offsetMs: 0 };
  const agent = agentOf(settings, clock);
  const serve = await serveOf(settings.runtime);
  const server = await serve(agent, settings.serve);
  print({ url: server.url, port: server.port });
  for await (const line of createInterface({ input: process.stdin })) {
    clock.offsetMs = (JSON.parse(line) as ClockLine).offsetMs;
    print(clock);
  }
  await agent.close();
  await server.close();
  process.exit(0);
}

function agentOf({ endpoint, issuer, agent }: AgentServerSettings, clock: ClockLine): Agent {
  const ports = {
    now: () => Date.now() + clock.offsetMs,
    monotonic: () => performance.now() + clock.offsetMs,
  };
  return createAgent({
    clusterName: "demo",
    region: "us-west-2",
    endpoint,
    credentials: CREDENTIALS,
    allowedHosts: ["127.0.0.1", "::1"],
    ...agent,
    ...(issuer && { verify: createTokenVerifier({ issuer, ports }) }),
    ports,
  });
}

/** Loads the server of the runtime only, because the others do not load there. */
async function serveOf(runtime: AgentServerSettings["runtime"]): Promise<Serve> {
  switch (runtime) {
    case "node":
      return (await import("../../../runtimes/node/serve.ts")).serveAgent;
    case "bun":
      return (await import("../../../runtimes/bun/serve.ts")).serveAgent;
    case "deno":
      return (await import("../../../runtimes/deno/serve.ts")).serveAgent;
  }
}

function print(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

await main(JSON.parse(process.argv[2] ?? "{}") as AgentServerSettings);
