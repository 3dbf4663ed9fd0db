import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { plainEnvironment } from "../framework/processes.ts";

/** When a process reached its two marks, in milliseconds since it was started. */
export interface Marks {
  readonly credentialsMs: number;
  readonly answerMs: number;
}

const TIME_LIMIT_MS = 20_000;

/** Starts a program that prints two lines, and ends it after the second. Throws if it ends before. */
export async function startProcess(
  [program = "", ...args]: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
): Promise<Marks> {
  const startedMs = performance.now();
  const child = spawn(program, args, {
    cwd,
    env: plainEnvironment(env),
    stdio: ["ignore", "pipe", "pipe"],
    timeout: TIME_LIMIT_MS,
  });
  const ended = once(child, "close");
  let complaint = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    complaint += text;
  });
  const marks: number[] = [];
  for await (const _line of createInterface({ input: child.stdout })) {
    marks.push(performance.now() - startedMs);
    if (marks.length === 2) child.kill("SIGKILL");
  }
  await ended;
  const [credentialsMs, answerMs] = marks;
  if (credentialsMs === undefined || answerMs === undefined) throw new Error(`${args.at(-1)}: ${complaint}`);
  return { credentialsMs, answerMs };
}
