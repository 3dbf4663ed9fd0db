import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { request } from "node:http";
import process from "node:process";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { CREDENTIALS } from "../../support/aws-examples.ts";
import { readOpenMetrics, type Samples } from "../../support/read-open-metrics.ts";
import { endProcess, plainEnvironment } from "./podkey-process.ts";

/** A line of the agent's log. */
export interface LogLine {
  readonly level: string;
  readonly msg: string;
  readonly [field: string]: unknown;
}

/** Arguments, environment and runtime of an agent process. */
export interface AgentCommand {
  readonly endpoint: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** The program and its arguments that run the command. Default: this Node. */
  readonly runtime?: readonly [string, ...string[]];
}

/** `podkey agent` in a process of its own. */
export interface AgentCommandProcess {
  readonly child: ChildProcess;
  readonly ready: LogLine;
  /** The URL of the first address. */
  readonly url: string;
  /** All lines so far. */
  readonly lines: readonly LogLine[];
  /** Waits for the first line with a message. */
  line(msg: string): Promise<LogLine>;
  /** Asks for credentials, as an SDK does. */
  ask(token: string, headers?: Readonly<Record<string, string>>): Promise<Response>;
  metrics(): Promise<Samples>;
  probe(path: string): Promise<number>;
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** The environment of a node: keys and a region, and no other source of either. */
export const NODE_ENVIRONMENT: Readonly<Record<string, string>> = {
  AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
  AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
  AWS_REGION: "us-west-2",
  HOME: "/nonexistent",
};

const MAIN = fileURLToPath(new URL("../../../cli/main.ts", import.meta.url));
const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const LOOPBACK = ["--bind-hosts", "127.0.0.1", "--port", "0"];
const ANY_PORTS = ["--probe-port", "0", "--metrics-address", "127.0.0.1", "--metrics-port", "0"];

/** Starts `podkey agent` for the cluster `demo` on loopback, and waits until it is ready. */
export async function startAgent(command: AgentCommand): Promise<AgentCommandProcess> {
  const { endpoint, args = [], env = NODE_ENVIRONMENT, runtime = [process.execPath] } = command;
  const [program, ...options] = runtime;
  const flags = [...LOOPBACK, ...ANY_PORTS, "--endpoint", endpoint, ...args];
  const child = spawn(program, [...options, MAIN, "agent", "--cluster-name", "demo", ...flags], {
    stdio: ["ignore", "pipe", "pipe"],
    cwd: ROOT,
    env: plainEnvironment({ NO_COLOR: "1", ...env }),
  });
  const log = readLog(child);
  const ready = await log.line("listening");
  const [url = ""] = ready["urls"] as string[];
  const ask: AgentCommandProcess["ask"] = (token, headers) =>
    fetch(`${url}/v1/credentials`, { headers: { authorization: token, ...headers } });
  return {
    child,
    ready,
    url,
    ...log,
    ask,
    metrics: async () => readOpenMetrics(await (await fetch(`${ready["metrics"]}/metrics`)).text()),
    probe: async (path) => (await fetch(`${ready["probes"]}${path}`)).status,
    stop: (signal) => endProcess(child, signal),
  };
}

function readLog(child: ChildProcess): Pick<AgentCommandProcess, "lines" | "line"> {
  const { stdout, stderr } = child;
  if (!stdout || !stderr) throw new Error("the process has no output");
  const lines: LogLine[] = [];
  const errors = text(stderr);
  const news = new EventTarget();
  createInterface({ input: stdout }).on("line", (line) => {
    lines.push(JSON.parse(line) as LogLine);
    news.dispatchEvent(new Event("line"));
  });
  const ended = once(child, "exit").then(async () => {
    throw new Error(`the agent ended: ${await errors}`);
  });
  ended.catch(() => undefined);
  const line = async (msg: string): Promise<LogLine> => {
    for (;;) {
      const found = lines.find((candidate) => candidate.msg === msg);
      if (found) return found;
      await Promise.race([once(news as never, "line"), ended]);
    }
  };
  return { lines, line };
}

/** Sends a request with the options of `node:http`, and returns the status of the answer. */
export function statusOf(options: object): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request({ ...options, agent: false }, (incoming) => {
      incoming.resume();
      resolve(incoming.statusCode);
    })
      .once("error", reject)
      .end();
  });
}
