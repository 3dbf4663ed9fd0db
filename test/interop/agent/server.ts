import process from "node:process";
import { createInterface } from "node:readline";
import type { ServeOptions, Server } from "../../../runtimes/shared/server/server.ts";
import { type Agent, createAgent } from "../../../src/agent/create-agent.ts";
import type { AgentOptions } from "../../../src/agent/options.ts";
import { createTokenVerifier } from "../../../src/agent/tokens/token-verifier.ts";
import { CREDENTIALS } from "../../support/aws-examples.ts";

/** What an agent in a process of its own is told on its command line, as JSON. */
export interface AgentServerSettings {
  readonly runtime: "node" | "bun" | "deno";
  /** The emulator that stands for EKS Auth. */
  readonly endpoint: string;
  /** Proves tokens against the keys of this issuer. */
  readonly issuer?: string;
  readonly agent?: Omit<AgentOptions, "credentials" | "exchange" | "node" | "verify" | "ports" | "onEvent">;
  readonly serve: ServeOptions;
}

/** A line of its standard input. */
export interface ClockLine {
  /** How far the agent's clock is from the machine's. */
  readonly offsetMs: number;
}

type Serve = (agent: Agent, options?: ServeOptions) => Promise<Server>;

/** A program for Node, Bun and Deno: serves an agent until its standard input ends. */
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
  const ports = { now: () => Date.now() + clock.offsetMs };
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

/** Each runtime loads its own server and no other. */
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
