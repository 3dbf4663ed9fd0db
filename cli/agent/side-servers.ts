import type { FetchHandler, Server } from "../../runtimes/shared/server/server.ts";
import type { Agent } from "../../src/agent/create-agent.ts";
import type { AgentMetrics } from "../../src/agent/metrics/agent-metrics.ts";
import { createProbes, type ProbeFailure } from "../../src/agent/metrics/probes.ts";
import { listeningError, serveHere } from "../io/serve-here.ts";
import { errorFields } from "./event-log.ts";
import type { Log } from "./log.ts";
import { probedListeners } from "./probed-listeners.ts";

/** The addresses of probes and metrics. */
export interface SideOptions {
  readonly probePort: number | "off";
  readonly metricsAddress: string;
  readonly metricsPort: number | "off";
}

/** What the side servers report on. */
export interface Sides {
  readonly agent: Agent;
  readonly pods: readonly Server[];
  readonly metrics: AgentMetrics;
  readonly log: Log;
  readonly options: SideOptions;
}

/** Serves the probes on loopback, and the metrics together with the probes on their own address. */
export async function serveSides({
  agent,
  pods,
  metrics,
  log,
  options,
}: Sides): Promise<Record<string, Server>> {
  const { probePort, metricsAddress, metricsPort } = options;
  const common = { agent, listeners: probedListeners(pods), onFailure: logFailures(log) };
  const openMetrics = (): string => metrics.openMetrics(agent.state(), Date.now());
  const sides: Record<string, Server> = {};
  if (probePort !== "off") {
    const { fetch } = createProbes(common);
    sides["probes"] = await serveSide(fetch, "127.0.0.1", probePort, "--probe-port");
  }
  if (metricsPort === "off") return sides;
  const { fetch } = createProbes({ ...common, openMetrics });
  sides["metrics"] = await serveSide(fetch, metricsAddress, metricsPort, "--metrics-port").catch(
    async (error: unknown) => {
      await sides["probes"]?.close();
      throw error;
    },
  );
  return sides;
}

async function serveSide(
  handler: FetchHandler,
  hostname: string,
  port: number,
  flag: string,
): Promise<Server> {
  try {
    return await serveHere(handler, { port, hostname });
  } catch (cause) {
    throw listeningError(`${hostname}:${port}`, cause, `choose another port with ${flag}, or off`);
  }
}

function logFailures(log: Log): (failure: ProbeFailure) => void {
  return ({ probe, part, error }) => {
    const reason = part === "credentials" ? errorFields(error) : { error: messageOf(error) };
    log("warn", "a probe failed", { probe, part, ...reason });
  };
}

/** Text of errors about the agent's own addresses holds no secret. */
function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
