import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import process from "node:process";

/** Runs a program on this runtime, and returns the lines that it printed. */
export async function linesOf(command: readonly string[]): Promise<string[]> {
  const child = spawn(process.execPath, command, { stdio: ["ignore", "pipe", "inherit"] });
  const [text, code] = await Promise.all([textOf(child), exitOf(child)]);
  if (code !== 0) throw new Error(`the process ended with ${code}`);
  return text.trim().split("\n");
}

async function textOf({ stdout }: ChildProcess): Promise<string> {
  let text = "";
  for await (const part of stdout ?? []) text += String(part);
  return text;
}

async function exitOf(child: ChildProcess): Promise<unknown> {
  const [code] = await once(child, "exit");
  return code;
}
