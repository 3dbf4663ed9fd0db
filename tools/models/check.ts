import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import process from "node:process";
import { ROOT } from "../manifest.ts";
import { runProcess } from "../run-process.ts";

/**
 * Lets Spin explore every state of `docs/formal-model/refresh.pml`, once as it is, and once with each fault that the model can
 * seed. A fault that no assertion notices is a fault of the model.
 */
const MODEL = `${ROOT}/docs/formal-model/refresh.pml`;
const TIME_LIMIT_MS = 300_000;

interface Search {
  /** The assertion that failed, or `undefined` if all held in every state. */
  readonly violation: string | undefined;
  readonly states: number;
  readonly seconds: number;
}

const faults = [...new Set(readFileSync(MODEL, "utf8").match(/\bFAULT_[A-Z_]+/g))].toSorted();
const sound = await search([]);
report("every promise holds", sound.violation === undefined, sound);
for (const fault of faults) {
  const found = await search([`-D${fault}`]);
  report(fault, found.violation !== undefined, found);
}

function report(subject: string, isRight: boolean, { violation, states, seconds }: Search): void {
  const seen = violation ?? "no violation";
  process.stdout.write(
    `${isRight ? "✔" : "✘"} ${subject.padEnd(24)} ${states} states, ${seconds.toFixed(1)} s: ${seen}\n`,
  );
  if (!isRight) process.exitCode = 1;
}

async function search(defines: readonly string[]): Promise<Search> {
  const folder = mkdtempSync(`${tmpdir()}/podkey-model-`);
  const startedMs = performance.now();
  try {
    await run(["spin", "-a", ...defines, MODEL], folder);
    // Hash compaction keeps a hash of each state: half a gigabyte instead of one and a half.
    await run(["cc", "-O2", "-w", "-DSAFETY", "-DHC4", "-DVECTORSZ=2048", "-o", "pan", "pan.c"], folder);
    const output = await run(["./pan", "-m200000", "-w24"], folder);
    const [, violation] = /^pan:\d+: (.*) \(at depth/m.exec(output) ?? [];
    const [, states = "0"] = /(\d+) states, stored/.exec(output) ?? [];
    if (violation === undefined && !/errors: 0\b/.test(output))
      throw new Error(`the search ended early: ${output}`);
    return { violation, states: Number(states), seconds: (performance.now() - startedMs) / 1000 };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function run(command: readonly string[], cwd: string): Promise<string> {
  const { code, stdout, stderr, timedOut } = await runProcess(command, {
    cwd,
    timeoutMs: TIME_LIMIT_MS,
  }).catch((cause: unknown) => {
    throw new Error(`${command[0]} could not be started: apt-get install spin gcc libc6-dev`, { cause });
  });
  if (timedOut || code !== 0)
    throw new Error(`${command.join(" ")}: ${timedOut ? "timed out" : stderr || stdout}`);
  return stdout;
}
