import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import process from "node:process";
import { createInterface } from "node:readline";
import { describe, expect, test } from "vitest";
import { withTemporaryFolder } from "../../../tools/temporary-folder.ts";
import { ROOT, RUNTIME_COMMANDS, type ServerRuntime } from "../processes/runtime-commands.ts";

/** Where Debian's package `faketime` puts its library, which gives a process a wall clock of its own. */
const LIBRARY = ["x86_64", "aarch64"]
  .map((machine) => `/usr/lib/${machine}-linux-gnu/faketime/libfaketimeMT.so.1`)
  .find((path) => existsSync(path));

/** More than the first backoff of a failed source, and than the agent's wait for one exchange per second. */
const RECOVERY_MS = 20_000;
const TIMEOUT_MS = 60_000;

/** A process whose wall clock the test sets. */
interface SteppedProcess {
  /** Sends a command, and returns the answer. */
  ask(command: string): Promise<string>;
  /** Sets the wall clock apart from that of the machine, for example `-6h`. The monotonic clock goes on. */
  step(offset: string): Promise<void>;
}

async function withProcess(
  runtime: ServerRuntime,
  use: (stepped: SteppedProcess) => Promise<void>,
): Promise<void> {
  await withTemporaryFolder(async (folder) => {
    const clockFile = `${folder}/clock`;
    await writeFile(clockFile, "+0");
    const [command = "", ...flags] = RUNTIME_COMMANDS[runtime];
    const child = spawn(command, [...flags, `${ROOT}test/contract/processes/clock-steps.ts`, runtime], {
      cwd: ROOT,
      stdio: ["pipe", "pipe", "inherit"],
      env: {
        ...process.env,
        LD_PRELOAD: LIBRARY,
        FAKETIME_TIMESTAMP_FILE: clockFile,
        FAKETIME_NO_CACHE: "1",
        FAKETIME_DONT_FAKE_MONOTONIC: "1",
      },
    });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const ask = async (line: string): Promise<string> => {
      child.stdin.write(`${line}\n`);
      return String((await lines.next()).value);
    };
    try {
      await use({ ask, step: (offset) => writeFile(clockFile, offset) });
    } finally {
      child.kill();
    }
  });
}

test("libfaketime is installed for the tests of clocks, at least in CI", ({ skip }) => {
  if (!LIBRARY && !process.env["CI"]) skip("libfaketime is missing: apt-get install faketime");
  expect(LIBRARY).toBeDefined();
});

const RUNS = (["node", "bun", "deno"] as const).flatMap((runtime) =>
  (["-6h", "+6h"] as const).map((offset) => ({ runtime, offset })),
);

describe.skipIf(!LIBRARY)("after a step of the wall clock", () => {
  test.each(RUNS)(
    "by $offset, a session on $runtime asks a source again that had failed",
    ({ runtime, offset }) =>
      withProcess(runtime, async ({ ask, step }) => {
        await ask("down");
        expect(await ask("session")).toBe("failed");
        await step(offset);
        await ask("up");
        await expect
          .poll(async () => Number(await ask("session")), { timeout: RECOVERY_MS })
          .toBeGreaterThan(0);
      }),
    TIMEOUT_MS,
  );

  test.each(RUNS)(
    "by $offset, a session on $runtime returns no expired credentials",
    ({ runtime, offset }) =>
      withProcess(runtime, async ({ ask, step }) => {
        expect(Number(await ask("session"))).toBeGreaterThan(0);
        await step(offset);
        expect(Number(await ask("session"))).toBeGreaterThan(0);
      }),
    TIMEOUT_MS,
  );

  test.each(RUNS)(
    "by $offset, an agent on $runtime goes on to make one exchange per second",
    ({ runtime, offset }) =>
      withProcess(runtime, async ({ ask, step }) => {
        expect([await ask("agent one"), await ask("agent two")]).toEqual(["200", "429"]);
        await step(offset);
        await expect.poll(() => ask("agent two"), { timeout: RECOVERY_MS, interval: 300 }).toBe("200");
      }),
    TIMEOUT_MS,
  );
});
