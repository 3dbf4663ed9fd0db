import process from "node:process";
import { expect, vi } from "vitest";
import { addAgentCommand } from "../../../cli/agent/command.ts";
import { CREDENTIALS } from "../../support/aws-examples.ts";
import type { LogLine } from "./agent-command.ts";
import { endSignals, programWith, takeOutput } from "./in-process.ts";

const PATIENCE = { interval: 5, timeout: 10_000 };

/** `podkey agent` in this process. */
export interface AgentHere {
  /** All lines of the log so far. */
  lines(): LogLine[];
  /** Waits for the first line with a message. Rejects if the command fails. */
  line(msg: string): Promise<LogLine>;
  /** Asks for credentials, as an SDK does. */
  ask(token: string): Promise<Response>;
  /** Ends the agent, and returns the exit code that it sets. */
  stop(signal?: "SIGINT" | "SIGTERM"): Promise<unknown>;
}

/** Gives this process the environment of a node: a region, keys, and no other source of either. */
export function stubNode(): void {
  for (const name of Object.keys(process.env)) if (name.startsWith("AWS_")) vi.stubEnv(name, undefined);
  vi.stubEnv("AWS_REGION", "us-west-2");
  vi.stubEnv("AWS_EC2_METADATA_DISABLED", "true");
  vi.stubEnv("HOME", "/nonexistent");
  setKeys();
  process.stdout.removeAllListeners("error");
}

/** Sets the keys of this process's environment, or removes them. */
export function setKeys({ accessKeyId, secretAccessKey }: Partial<typeof CREDENTIALS> = CREDENTIALS): void {
  vi.stubEnv("AWS_ACCESS_KEY_ID", accessKeyId);
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", secretAccessKey);
}

/** Starts `podkey agent` for the cluster `demo` on free ports of loopback, in this process. */
export function runAgentHere(args: readonly string[]): AgentHere {
  const output = takeOutput();
  const exit = vi.spyOn(process, "exit").mockImplementation(() => undefined as never);
  const program = programWith((made) => addAgentCommand(made));
  const where = "agent -c demo -b 127.0.0.1 -p 0 --probe-port 0 --metrics-port 0".split(" ");
  let failure: unknown;
  const ended = program.parseAsync([...where, ...args], { from: "user" }).catch((error: unknown) => {
    failure = error;
  });
  const lines = (): LogLine[] => output.lines.map((line) => JSON.parse(line) as LogLine);
  const line: AgentHere["line"] = async (msg) => {
    const find = (): LogLine | undefined => lines().find((candidate) => candidate.msg === msg);
    await expect.poll(() => failure ?? find(), PATIENCE).toBeDefined();
    if (failure) throw failure;
    return find() as LogLine;
  };
  return {
    lines,
    line,
    ask: async (authorization) => {
      const [url = ""] = (await line("listening"))["urls"] as string[];
      return fetch(`${url}/v1/credentials`, { headers: { authorization } });
    },
    stop: async (signal = "SIGTERM") => {
      process.emit(signal);
      await ended;
      endSignals();
      output.restore();
      const [code] = exit.mock.lastCall ?? [];
      exit.mockRestore();
      return code;
    },
  };
}
