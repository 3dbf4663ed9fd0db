import process, { stdout } from "node:process";
import { Command } from "commander";
import { vi } from "vitest";
import { serve } from "../../../runtimes/node/serve.ts";

/** Makes a program with a command, which throws instead of ending this process. */
export function programWith(addCommand: (program: Command) => void): Command {
  const program = new Command("podkey").exitOverride().configureOutput({ writeErr: () => undefined });
  addCommand(program);
  for (const command of program.commands) command.copyInheritedSettings(program);
  return program;
}

/** The lines that a command of this process prints, until `restore`. */
export interface CommandOutput {
  readonly lines: string[];
  /** Resolves with the first line. */
  readonly first: Promise<string>;
  restore(): void;
}

/** Takes what commands of this process print. */
export function takeOutput(): CommandOutput {
  const lines: string[] = [];
  const { promise: first, resolve } = Promise.withResolvers<string>();
  const write = vi.spyOn(stdout, "write").mockImplementation((chunk) => {
    lines.push(...String(chunk).replace(/\n$/, "").split("\n"));
    resolve(lines[0] ?? "");
    return true;
  });
  return { lines, first, restore: () => write.mockRestore() };
}

/** Lets go of the signal that the last command still waits for. */
export function endSignals(): void {
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.emit(signal);
}

/** Finds a port of loopback on which nothing listens. */
export async function freePort(): Promise<number> {
  const server = await serve(async () => new Response());
  await server.close();
  return server.port;
}
