import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import process from "node:process";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("../../../cli/main.ts", import.meta.url));

/** The result of a finished command. */
export interface FinishedCommand {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A running `podkey emulator`. */
export interface EmulatorProcess {
  readonly url: string;
  readonly port: number;
  /** The variables that point an AWS SDK at the emulator. */
  readonly env: Readonly<Record<string, string>>;
  /** Stops the process with a signal, and returns its exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Returns an environment without variables for AWS or a proxy, in which no SDK asks this host's instance metadata. */
export function plainEnvironment(more: Readonly<Record<string, string>> = {}): Record<string, string> {
  return { PATH: process.env["PATH"] ?? "", AWS_EC2_METADATA_DISABLED: "true", ...more };
}

/** Starts the `podkey` command. */
export function spawnPodkey(args: readonly string[]): ChildProcess & { stdout: NodeJS.ReadableStream } {
  return spawn(process.execPath, [MAIN, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    env: plainEnvironment(),
  });
}

/** Runs a command until it exits. */
export async function runCommand(
  command: string,
  args: readonly string[],
  env: Record<string, string> = plainEnvironment(),
): Promise<FinishedCommand> {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"], env });
  const [stdout, stderr, [exitCode]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "exit") as Promise<[number | null]>,
  ]);
  return { exitCode, stdout, stderr };
}

/** Runs the `podkey` command until it exits. */
export function runPodkey(args: readonly string[], env?: Record<string, string>): Promise<FinishedCommand> {
  return runCommand(process.execPath, [MAIN, ...args], env);
}

/** Reads the first lines of a process's standard output; fewer if the process ends before. */
export async function firstLines(child: { stdout: NodeJS.ReadableStream }, count: number): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
    if (lines.length === count) break;
  }
  return lines;
}

/** Stops a process that a test started, and returns its exit code. */
export async function endProcess(
  child: ChildProcess,
  signal: NodeJS.Signals = "SIGTERM",
): Promise<number | null> {
  if (child.exitCode !== null) return child.exitCode;
  const exit = once(child, "exit") as Promise<[number | null]>;
  child.kill(signal);
  const [exitCode] = await exit;
  return exitCode;
}

/** Starts `podkey emulator` on a free port, and waits for its line of JSON. */
export async function startEmulatorProcess(args: readonly string[] = []): Promise<EmulatorProcess> {
  const child = spawnPodkey(["emulator", "--port", "0", "--json", ...args]);
  const [line = ""] = await firstLines(child, 1);
  const { url, port, env } = JSON.parse(line) as Omit<EmulatorProcess, "stop">;
  return { url, port, env, stop: (signal) => endProcess(child, signal) };
}
