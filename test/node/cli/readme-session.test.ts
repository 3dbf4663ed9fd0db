import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ROOT } from "../../../tools/manifest.ts";
import { blocksOf, documentedPages, fromSources } from "../../support/documented-blocks.ts";
import { endProcess, firstLines, plainEnvironment, runCommand, spawnPodkey } from "./podkey-process.ts";

const TIMEOUT_MS = 60_000;
const BIN = `${ROOT}/node_modules/.bin`;
const RUNTIMES = [
  ["Node", "podkey/node", [process.execPath]],
  ["Bun", "podkey/bun", [`${BIN}/bun`]],
  ["Deno", "podkey/deno", [`${BIN}/deno`, "run", "--allow-all", "--no-check", "-"]],
] as const;

const pages = await documentedPages();
const program = pages
  .flatMap((page) => blocksOf(page, "ts run"))
  .find(({ page, words }) => page === "README.md" && words.includes("connect"));

describe("the first program of the README, in a shell with the lines of `podkey emulator`", () => {
  let emulator: ReturnType<typeof spawnPodkey>;
  let lines = "";
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "podkey-readme-"));
    emulator = spawnPodkey(["emulator", "--port", "0"]);
    lines = (await firstLines(emulator, 9)).join("\n");
  }, TIMEOUT_MS);

  afterAll(async () => {
    await endProcess(emulator);
    await rm(folder, { recursive: true });
  });

  it.each(RUNTIMES)("runs on %s", { timeout: TIMEOUT_MS }, async (_runtime, entry, command) => {
    const file = join(folder, `${entry.replace("/", "-")}.ts`);
    await writeFile(file, fromSources(program?.code.replace("podkey/node", entry) ?? ""));
    // Deno finds podkey's dependencies from the current folder only for a program on standard input.
    const script = 'cd "$1" && eval "$2" && shift 2 && exec "$@" < "$0"';
    const env = plainEnvironment({ HOME: folder, NO_COLOR: "1" });
    const { stdout, stderr } = await runCommand(
      "sh",
      ["-c", script, file, ROOT, lines, ...command, file],
      env,
    );
    expect(stderr).toBe("");
    expect(stdout).toBe("arn:aws:iam::111122223333:user/podkey 200\n");
  });
});
