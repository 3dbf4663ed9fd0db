import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { plainEnvironment } from "../framework/processes.ts";

/** When a process reached its two marks. */
export interface Marks {
  /** From its start to the first credentials, in milliseconds. */
  readonly credentialsMs: number;
  /** From its start to the first signed answer, in milliseconds. */
  readonly answerMs: number;
}

const TIME_LIMIT_MS = 20_000;

/** Starts a program that prints a line at each mark, and kills it after the second. Throws if it ends before that. */
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
  let errorOutput = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    errorOutput += text;
  });
  const marks: number[] = [];
  for await (const _line of createInterface({ input: child.stdout })) {
    marks.push(performance.now() - startedMs);
    if (marks.length === 2) child.kill("SIGKILL");
  }
  await ended;
  const [credentialsMs, answerMs] = marks;
  if (credentialsMs === undefined || answerMs === undefined)
    throw new Error(`${args.at(-1)}: ${errorOutput}`);
  return { credentialsMs, answerMs };
}
