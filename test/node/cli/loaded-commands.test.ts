import { readdir, readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { withTemporaryFolder } from "../../contract/temporary-folder.ts";
import { plainEnvironment, runPodkey } from "./podkey-process.ts";

const TIMEOUT_MS = 30_000;
const COMMAND_FILE = /\/cli\/(\w+)\/command\.ts$/;

/** Runs podkey, and returns what it printed and the commands whose code it loaded, which Node's coverage lists. */
function run(args: readonly string[]) {
  return withTemporaryFolder(async (folder) => {
    const { exitCode, stdout } = await runPodkey(args, plainEnvironment({ NODE_V8_COVERAGE: folder }));
    const [file = ""] = await readdir(folder);
    const coverage = JSON.parse(await readFile(`${folder}/${file}`, "utf8")) as { result: { url: string }[] };
    const loaded = coverage.result.flatMap(({ url }) => COMMAND_FILE.exec(url)?.[1] ?? []);
    return { exitCode, stdout, loaded: loaded.toSorted() };
  });
}

describe("podkey starts fast, because it", { timeout: TIMEOUT_MS }, () => {
  it.each(["demo", "emulator", "agent"])("loads only the code of %s if that is named", async (command) => {
    const { exitCode, stdout, loaded } = await run([command, "--help"]);

    expect([exitCode, loaded]).toEqual([0, [command]]);
    expect(stdout).toContain(`Usage: podkey ${command}`);
  });

  it.each(["-V", "--version"])("loads no command for %s", async (flag) => {
    const { exitCode, stdout, loaded } = await run([flag]);

    expect([exitCode, loaded]).toEqual([0, []]);
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it("loads all commands for the help, which lists them in the order of use", async () => {
    const { stdout, loaded } = await run(["--help"]);

    expect(loaded).toEqual(["agent", "demo", "emulator"]);
    expect(stdout).toMatch(/^ {2}demo .*^ {2}emulator .*^ {2}agent /ms);
  });
});
