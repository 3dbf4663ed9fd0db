import { spawn } from "node:child_process";
import { once } from "node:events";
import process from "node:process";
import { createInterface } from "node:readline";
import { NODE } from "./runtimes.ts";

/** A process that prints a line of JSON once it is ready, and lives until it is stopped. */
export interface Companion<T> {
  readonly ready: T;
  readonly stop: () => Promise<void>;
}

/** Starts a program of `bench/` on Node 24, in a process of its own, and waits for the line that it prints. */
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

/** An environment in which no SDK finds settings of this machine, with some of its own. */
export function plainEnvironment(own: Readonly<Record<string, string>> = {}): Record<string, string> {
  return {
    PATH: process.env["PATH"] ?? "",
    HOME: process.env["HOME"] ?? "",
    NO_COLOR: "1",
    AWS_EC2_METADATA_DISABLED: "true",
    ...own,
  };
}
