import { spawn } from "node:child_process";

/** Exit code and output of a process. */
export interface Outcome {
  /** The exit code, or `null` when a signal ended the process. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Whether the process was killed at its time limit. */
  readonly timedOut: boolean;
}

/** Folder, environment and time limit of a process. */
export interface ProcessSettings {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Time limit, in milliseconds. Default: 60,000. */
  readonly timeoutMs?: number;
}

/** Runs a program to its end, or kills it at the time limit. Rejects if it cannot be started. */
export function runProcess(
  [program = "", ...args]: readonly string[],
  { cwd, env = process.env, timeoutMs = 60_000 }: ProcessSettings,
): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    let stdout = "";
    let stderr = "";
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      child.kill("SIGKILL");
    }, timeoutMs);
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    child.on("error", reject);
    child.on("close", (code) => {
      clearTimeout(timer);
      resolve({ code, stdout, stderr, timedOut });
    });
  });
}

/** Describes how a process failed. Returns `undefined` if its exit code is 0. */
export function faultOf({ code, stdout, stderr, timedOut }: Outcome): string | undefined {
  if (timedOut) return `did not end before its time limit; it printed: ${stdout}${stderr}`;
  if (code === 0) return undefined;
  return `exit code ${code}: ${(stderr || stdout).trim().slice(0, 2000)}`;
}
