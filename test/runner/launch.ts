import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { env, hrtime } from "node:process";
import { stripVTControlCharacters } from "node:util";
import type { Launcher } from "./launchers.ts";
import { type Outcome, readResults } from "./results.ts";

const TIME_LIMIT_MS = 300_000;
const TAIL_LINES = 15;

/** The result of the suite on one runtime. */
export interface Run {
  readonly runtime: string;
  readonly title: string;
  readonly version: string;
  readonly seconds: number;
  readonly outcomes: readonly Outcome[];
}

/** Runs the suite on one runtime. A runtime that does not start, crashes or never ends counts as a failure. */
export async function launch(launcher: Launcher, folder: string): Promise<Run> {
  const { runtime, title, prepare, command, version } = launcher;
  const startedAt = hrtime.bigint();
  const outputFile = join(folder, `${runtime}.json`);
  try {
    prepare?.();
    const { status, output } = await execute(command(outputFile), runtime);
    const outcomes = existsSync(outputFile) ? readResults(outputFile) : [];
    const failed = outcomes.some(({ problem }) => problem !== undefined);
    if ((status !== 0 && !failed) || outcomes.length === 0) outcomes.push(crash(runtime, status, output));
    return { runtime, title, version: version(), seconds: secondsSince(startedAt), outcomes };
  } catch (error) {
    const outcomes = [{ file: "(the runtime)", name: runtime, problem: String(error) }];
    return { runtime, title, version: "", seconds: secondsSince(startedAt), outcomes };
  }
}

function crash(runtime: string, status: number | null, output: string): Outcome {
  const tail = output.trim().split("\n").slice(-TAIL_LINES).join("\n");
  return { file: "(the runtime)", name: runtime, problem: `ended with ${status ?? "a signal"}:\n${tail}` };
}

interface Ended {
  readonly status: number | null;
  readonly output: string;
}

function execute([file = "", ...args]: readonly string[], runtime: string): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      env: { ...env, PODKEY_RUNTIME: runtime, NO_COLOR: "1" },
      stdio: ["ignore", "pipe", "pipe"],
      timeout: TIME_LIMIT_MS,
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (chunk: string) => {
        output += chunk;
      });
    }
    child.once("error", reject);
    child.once("close", (status) => resolve({ status, output: stripVTControlCharacters(output) }));
  });
}

function secondsSince(startedAt: bigint): number {
  return Number(hrtime.bigint() - startedAt) / 1e9;
}
