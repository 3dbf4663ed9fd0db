import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { env, execPath } from "node:process";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ROOT } from "../../tools/manifest.ts";
import { runProcess } from "../../tools/run-process.ts";

const BIN = `${ROOT}/node_modules/.bin`;
const RUNNERS = [
  ["node:test", 'import test from "node:test";', [execPath, "--test"]],
  ["bun test", 'import { test } from "bun:test";', [`${BIN}/bun`, "test"]],
  ["Deno.test", "const { test } = Deno;", [`${BIN}/deno`, "test", "--no-check"]],
] as const;

/** Without the variables by which Vitest makes its children behave differently. */
const ENV = { PATH: env["PATH"], HOME: env["HOME"] };

describe("a failed expectation of the emulator", () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "podkey-expectations-"));
  });

  afterAll(() => rm(folder, { recursive: true }));

  it.each(RUNNERS)(
    "fails a test of %s, which prints what happened instead",
    { timeout: 60_000 },
    async (_runner, head, command) => {
      const file = join(folder, `${command[0].split("/").at(-1)}.test.ts`);
      const emulator = `import { createEmulator } from "${ROOT}/src/emulator/create-emulator.ts";`;
      const test =
        'test("calls STS once", () => createEmulator().expect("GetCallerIdentity", { times: 1 }));';
      await writeFile(file, [head, emulator, test].join("\n"));
      const { code, stdout, stderr } = await runProcess([...command, file], { cwd: ROOT, env: ENV });
      const output = stdout + stderr;
      expect(code).toBe(1);
      expect(output).toContain("expected 1 request of GetCallerIdentity, but:");
      expect(output).toContain("The emulator received no request.");
    },
  );
});
