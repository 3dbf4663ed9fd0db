import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Marks } from "./start-process.ts";

const TIME_LIMIT_MS = 20_000;

/** Writes a configuration of workerd for one Worker that may reach this machine. */
export function workerdConfig(modulePath: string, bindings: Readonly<Record<string, string>>): string {
  const texts = Object.entries(bindings).map(
    ([name, text]) => `(name = ${JSON.stringify(name)}, text = ${JSON.stringify(text)})`,
  );
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .main),
    (name = "internet", network = (allow = ["public", "private"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
const main :Workerd.Worker = (
  modules = [(name = "main.js", esModule = embed ${JSON.stringify(modulePath)})],
  compatibilityDate = "2026-07-01",
  bindings = [${texts.join(", ")}],
);
`;
}

/** Starts workerd, requests credentials and answer from its Worker as soon as it listens, and kills it. */
export async function startWorkerd(workerd: string, configPath: string): Promise<Marks> {
  const startedMs = performance.now();
  const child = spawn(workerd, ["serve", "--control-fd=3", configPath], {
    stdio: ["ignore", "ignore", "inherit", "pipe"],
    timeout: TIME_LIMIT_MS,
  });
  const ended = once(child, "close");
  const control = child.stdio[3];
  if (!control || !("read" in control)) throw new Error("workerd has no control pipe");
  try {
    const [line] = await once(createInterface({ input: control }), "line");
    const { port } = JSON.parse(String(line)) as { port: number };
    const credentialsMs = await ask(`http://127.0.0.1:${port}/credentials`, startedMs);
    return { credentialsMs, answerMs: await ask(`http://127.0.0.1:${port}/answer`, startedMs) };
  } finally {
    child.kill("SIGKILL");
    await ended;
  }
}

async function ask(url: string, startedMs: number): Promise<number> {
  const response = await fetch(url);
  const text = await response.text();
  if (!response.ok) throw new Error(`the Worker answered ${response.status}: ${text.slice(0, 500)}`);
  return performance.now() - startedMs;
}
