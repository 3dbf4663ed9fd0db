import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { endProcess, plainEnvironment } from "../../node/cli/podkey-process.ts";
import type { AgentServerSettings, ClockLine } from "./server.ts";

/** The runtimes that serve an agent. */
export type ServerRuntime = AgentServerSettings["runtime"];

/** An agent in a process of its own. */
export interface AgentProcess {
  /** For example `http://[::1]:41234`. */
  readonly url: string;
  readonly port: number;
  /** Sets the difference between the agent's clock and the machine's, in milliseconds. */
  setClock(offsetMs: number): Promise<void>;
  close(): Promise<void>;
}

export const SERVER_RUNTIMES: readonly ServerRuntime[] = ["node", "bun", "deno"];

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const PROGRAM = "test/interop/agent/server.ts";

const COMMANDS: Readonly<Record<ServerRuntime, readonly [string, ...string[]]>> = {
  node: ["node_modules/node/bin/node"],
  bun: ["node_modules/.bin/bun", "run"],
  deno: ["node_modules/.bin/deno", "run", "-A", "--node-modules-dir=manual", "--cached-only"],
};

/** Starts an agent on the server of a runtime, and waits until it listens. */
export async function startAgentProcess(settings: AgentServerSettings): Promise<AgentProcess> {
  const [command, ...args] = COMMANDS[settings.runtime];
  const child = spawn(command, [...args, PROGRAM, JSON.stringify(settings)], {
    stdio: ["pipe", "pipe", "inherit"],
    cwd: ROOT,
    env: plainEnvironment({ NO_COLOR: "1" }),
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const nextLine = async <Line>(): Promise<Line> => {
    const { value, done } = await lines.next();
    if (done) throw new Error(`the agent on ${settings.runtime} ended before it answered`);
    return JSON.parse(value) as Line;
  };
  const { url, port } = await nextLine<{ url: string; port: number }>();
  return {
    url,
    port,
    async setClock(offsetMs) {
      child.stdin.write(`${JSON.stringify({ offsetMs } satisfies ClockLine)}\n`);
      await nextLine<ClockLine>();
    },
    async close() {
      await endProcess(child);
    },
  };
}
