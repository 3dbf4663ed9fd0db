import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import type { AwsCredentials } from "../../src/aws/credentials.ts";
import { endProcess, firstLines } from "../node/cli/podkey-process.ts";

/** Settings of an agent under test. */
export interface AgentSettings {
  /** Base URL of EKS Auth. */
  readonly endpoint: string;
  readonly credentials: AwsCredentials;
  /** The pod's token, which the agent is asked with. */
  readonly token: string;
}

/** Measurements of one start. */
export interface AgentStart {
  /** From the start of the process to its line that says it listens, in milliseconds. */
  readonly readyMs: number;
  /** From the start of the process to the first credentials at a client, in milliseconds. */
  readonly answeredMs: number;
  /** Resident memory after that, in MB. */
  readonly residentMb: number;
}

/**
 * Starts `podkey agent` with only keys in its environment, not even a path; requests credentials once, and ends it. Throws if
 * the response is not 200 or the exit code is not 0.
 */
export async function startAgent(
  [program = "", ...args]: readonly string[],
  { endpoint, credentials, token }: AgentSettings,
): Promise<AgentStart> {
  const flags = [
    "agent",
    "-c",
    "demo",
    "-b",
    "127.0.0.1",
    "-p",
    "0",
    "--probe-port",
    "0",
    "--metrics-port",
    "off",
  ];
  const startedMs = performance.now();
  const child = spawn(program, [...args, ...flags, "--region", "us-west-2", "--endpoint", endpoint], {
    cwd: "/",
    env: {
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      AWS_EC2_METADATA_DISABLED: "true",
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const start = await askOnce(child, startedMs, token).catch(async (error: unknown) => {
    await endProcess(child);
    throw error;
  });
  const exitCode = await endProcess(child);
  if (exitCode !== 0) throw new Error(`ended with exit code ${exitCode} after SIGTERM`);
  return start;
}

async function askOnce(
  child: ChildProcess & { stdout: NodeJS.ReadableStream },
  startedMs: number,
  token: string,
): Promise<AgentStart> {
  const [line = ""] = await firstLines(child, 1);
  const readyMs = performance.now() - startedMs;
  const url: string = JSON.parse(line).urls[0];
  const response = await fetch(`${url}/v1/credentials`, { headers: { authorization: token } });
  const body = await response.text();
  if (response.status !== 200) throw new Error(`answered ${response.status}: ${body}`);
  const answeredMs = performance.now() - startedMs;
  return { readyMs, answeredMs, residentMb: residentMb(child.pid ?? 0) };
}

function residentMb(pid: number): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return Number(kilobytes) / 1000;
}
