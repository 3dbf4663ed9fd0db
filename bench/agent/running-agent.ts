import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { plainEnvironment } from "../framework/processes.ts";
import type { Contender } from "./contenders.ts";
import type { Upstream } from "./upstream.ts";

/** An agent that listens. */
export interface RunningAgent {
  readonly contender: Contender;
  readonly port: number;
  /** Memory that the process occupies, in MiB. */
  readonly residentMib: () => Promise<number>;
  /** Time that the process has spent on the processors, in milliseconds. */
  readonly processorMs: () => Promise<number>;
  readonly stop: () => Promise<void>;
}

/** The host that agents answer to. */
export const AGENT_HOST = "169.254.170.23";

const READY_WITHIN_MS = 20_000;
const LOOK_EVERY_MS = 25;
const KIB_PER_MIB = 1024;
/** Linux counts in hundredths of a second, whatever its own clock. */
const MS_PER_TICK = 10;

/** Starts an agent in a process of its own, and waits until it answers. What it logs goes nowhere. */
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
  // After the name in brackets, which may hold spaces, come the state and ten numbers, then user and system time.
  const [user, system] = stat
    .slice(stat.lastIndexOf(")") + 2)
    .split(" ")
    .slice(11, 13);
  return (Number(user) + Number(system)) * MS_PER_TICK;
}

/** Whether the agent comes to say, as its probes expect, that there is nothing at `/`. */
async function answers(port: number, hasEnded: () => boolean): Promise<boolean> {
  const untilMs = performance.now() + READY_WITHIN_MS;
  while (performance.now() < untilMs && !hasEnded()) {
    const response = await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined);
    await response?.body?.cancel();
    if (response?.status === 404) return true;
    await wait(LOOK_EVERY_MS);
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
