import { spawn } from "node:child_process";
import { once } from "node:events";
import process from "node:process";
import { createInterface } from "node:readline";
import { NODE } from "./runtimes.ts";

/** A server in its own process, which prints one line of JSON when it is ready. */
export interface Companion<T> {
  /** The parsed line. */
  readonly ready: T;
  /** Ends the process and waits for its end. */
  readonly stop: () => Promise<void>;
}

/** Starts a server program of `bench/` on Node 24 and waits for its line. Throws if it ends before that. */
export async function startCompanion<T>(path: string, ...args: readonly string[]): Promise<Companion<T>> {
  const child = spawn(NODE, [path, ...args], {
    stdio: ["ignore", "pipe", "inherit"],
    env: plainEnvironment(),
  });
  const ended = once(child, "exit");
  const line = await Promise.race([
    once(createInterface({ input: child.stdout }), "line"),
    ended.then(() => undefined),
  ]);
  if (!line) throw new Error(`${path} ended before it was ready`);
  return {
    ready: JSON.parse(String(line[0])) as T,
    stop: async () => {
      child.kill();
      await ended;
    },
  };
}

/** Returns an environment without AWS settings of this machine, extended by `more`. */
export function plainEnvironment(more: Readonly<Record<string, string>> = {}): Record<string, string> {
  return {
    PATH: process.env["PATH"] ?? "",
    HOME: process.env["HOME"] ?? "",
    NO_COLOR: "1",
    AWS_EC2_METADATA_DISABLED: "true",
    ...more,
  };
}
