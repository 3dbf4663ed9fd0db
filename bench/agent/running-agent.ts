import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { plainEnvironment } from "../framework/processes.ts";
import type { Contender } from "./contenders.ts";
import type { Upstream } from "./upstream.ts";

/** An agent that has been started and answers. */
export interface RunningAgent {
  readonly contender: Contender;
  readonly port: number;
  /** Returns the resident memory of the process, in MiB. */
  readonly residentMib: () => Promise<number>;
  /** Returns the processor time of the process since its start, in milliseconds. */
  readonly processorMs: () => Promise<number>;
  readonly stop: () => Promise<void>;
}

/** The `Host` header of requests: the agent's link-local address. */
export const AGENT_HOST = "169.254.170.23";

const START_TIMEOUT_MS = 20_000;
const POLL_INTERVAL_MS = 25;
const KIB_PER_MIB = 1024;
/** Linux reports processor time in hundredths of a second. */
const MS_PER_TICK = 10;

/** Starts an agent and waits until it answers. Discards what it logs. Throws if it does not answer within 20 s. */
export async function startAgent(contender: Contender, upstream: Upstream): Promise<RunningAgent> {
  const [port = 0, probePort = 0, metricsPort = 0] = await freePorts(3);
  const [program = "", ...words] = contender.command;
  const flags = Object.entries({
    "--cluster-name": upstream.clusterName,
    "--endpoint": upstream.url,
    "--bind-hosts": "127.0.0.1",
    "--port": port,
    "--probe-port": probePort,
    "--metrics-address": "127.0.0.1",
    "--metrics-port": metricsPort,
  }).flatMap(([flag, value]) => [flag, String(value)]);
  const env = plainEnvironment(upstream.environment);
  const child = spawn(program, [...words, ...flags, ...contender.flags], { stdio: "ignore", env });
  const ended = once(child, "exit");
  const stop = async (): Promise<void> => {
    child.kill("SIGKILL");
    await ended;
  };
  if (!(await answers(port, () => child.exitCode !== null))) {
    await stop();
    throw new Error(`${contender.name} did not answer on port ${port}`);
  }
  const { pid = 0 } = child;
  return { contender, port, residentMib: () => residentMib(pid), processorMs: () => processorMs(pid), stop };
}

async function residentMib(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / KIB_PER_MIB;
}

async function processorMs(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8");
  // The name in brackets may hold spaces. After it come the state and ten numbers, then user and system time.
  const [user, system] = stat
    .slice(stat.lastIndexOf(")") + 2)
    .split(" ")
    .slice(11, 13);
  return (Number(user) + Number(system)) * MS_PER_TICK;
}

/** Waits until the agent answers 404 at `/`. Returns false if it ends first or the time is up. */
async function answers(port: number, hasEnded: () => boolean): Promise<boolean> {
  const untilMs = performance.now() + START_TIMEOUT_MS;
  while (performance.now() < untilMs && !hasEnded()) {
    const response = await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined);
    await response?.body?.cancel();
    if (response?.status === 404) return true;
    await wait(POLL_INTERVAL_MS);
  }
  return false;
}

async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, "127.0.0.1"));
  await Promise.all(servers.map((server) => once(server, "listening")));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => once(server.close(), "close")));
  return ports;
}
