import { type ChildProcess, spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { endProcess, firstLines, plainEnvironment } from "../node/cli/podkey-process.ts";

/** Time limit of an example, from its start to its end. */
const TIME_LIMIT_MS = 60_000;

/**
 * Starts an example server on a free port, passes its URL to `use`, and ends it by SIGTERM, as Kubernetes does. Throws with its
 * output if it does not start or its exit code is not 0.
 */
export async function whileServed<T>(
  [program = "", ...args]: readonly string[],
  folder: string,
  env: Readonly<Record<string, string>>,
  use: (url: string) => Promise<T>,
): Promise<T> {
  const child = spawn(program, args, {
    cwd: folder,
    env: plainEnvironment({ ...env, PORT: "0" }),
    stdio: ["ignore", "pipe", "pipe"],
    timeout: TIME_LIMIT_MS,
  });
  const printed = text(child.stderr);
  const result = await useServer(child, use, printed).catch(async (error: unknown) => {
    await endProcess(child);
    throw error;
  });
  const exitCode = await endProcess(child);
  if (exitCode !== 0) throw new Error(`ended with exit code ${exitCode} after SIGTERM: ${await printed}`);
  return result;
}

async function useServer<T>(
  child: ChildProcess & { stdout: NodeJS.ReadableStream },
  use: (url: string) => Promise<T>,
  printed: Promise<string>,
): Promise<T> {
  const [line = ""] = await firstLines(child, 1);
  const [, url] = /^listening on (\S+)$/.exec(line) ?? [];
  if (url === undefined) throw new Error(`did not start: ${line}${await printed}`);
  return use(url.replace("0.0.0.0", "127.0.0.1"));
}

/** Gets JSON from a server. Throws if the response is not 200 or not JSON. */
export async function askForJson(url: string): Promise<unknown> {
  const response = await fetch(url, { signal: AbortSignal.timeout(TIME_LIMIT_MS) });
  return readJson(response);
}

/** Reads a JSON response. Throws if its status is not 200. */
export async function readJson(response: {
  readonly status: number;
  text(): Promise<string>;
}): Promise<unknown> {
  const body = await response.text();
  if (response.status !== 200) throw new Error(`answered ${response.status}: ${body}`);
  return JSON.parse(body);
}
