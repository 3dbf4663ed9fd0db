import { cp, readFile, symlink, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { runProcess } from "../run-process.ts";
import { withTemporaryFolder } from "../temporary-folder.ts";
import { MUTANTS, type Mutant } from "./mutants.ts";

// Proves that the model of test/simulation bites: seeds one fault after the other, and expects that a history breaks a promise.
//
// node tools/histories/check.ts [histories for each fault]

const RUNS = process.argv[2] ?? "500";
const TIMEOUT_MS = 600_000;
const PLAYER = "test/simulation/play-histories.ts";

/** Plays histories in a folder. Returns the first broken promise, or `undefined` if all held. */
async function play(folder: string): Promise<string | undefined> {
  const command = [process.execPath, PLAYER, "--runs", RUNS];
  const { code, stderr } = await runProcess(command, { cwd: folder, timeoutMs: TIMEOUT_MS });
  return code === 0 ? undefined : stderr.split("\n")[0] || "the model did not end";
}

/** Seeds a fault, and puts the file back after the work. */
async function withFault<T>(folder: string, mutant: Mutant, work: () => Promise<T>): Promise<T> {
  const path = join(folder, mutant.file);
  const text = await readFile(path, "utf8");
  if (!text.includes(mutant.from)) throw new Error(`${mutant.file} does not hold: ${mutant.from}`);
  await writeFile(path, text.replace(mutant.from, mutant.to));
  try {
    return await work();
  } finally {
    await writeFile(path, text);
  }
}

await withTemporaryFolder(async (folder) => {
  for (const part of ["src", "test/simulation", "test/support", "package.json"]) {
    await cp(part, join(folder, part), { recursive: true });
  }
  await symlink(resolve("node_modules"), join(folder, "node_modules"));
  const fault = await play(folder);
  if (fault !== undefined) throw new Error(`without a fault: ${fault}`);
  for (const mutant of MUTANTS) {
    const broken = await withFault(folder, mutant, () => play(folder));
    process.stdout.write(
      `${broken === undefined ? "SURVIVED" : "caught"}  ${mutant.name}: ${broken ?? ""}\n`,
    );
    if (broken === undefined) process.exitCode = 1;
  }
});
