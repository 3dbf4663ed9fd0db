import { spawnSync } from "node:child_process";
import process from "node:process";
import { MACHINE_RUNTIMES, NPM_RUNTIMES } from "./runner/launchers.ts";

/** Runs the cases on one runtime, with the output of its runner. Further arguments go to vitest: a file, `-t "a title"`. */
const RUNTIMES = [...NPM_RUNTIMES, ...MACHINE_RUNTIMES];

const [runtime = "", ...filters] = process.argv.slice(2);
const launcher = RUNTIMES.find((candidate) => candidate.runtime === runtime);
if (!launcher) {
  const names = RUNTIMES.map((known) => known.runtime).join(", ");
  throw new Error(`there is no runtime "${runtime}"; the cases run on ${names}`);
}

launcher.prepare?.();
const [program = "", ...args] = launcher.command("").filter((argument) => !argument.includes("json"));
const env = { ...process.env, PODKEY_RUNTIME: runtime };
const { status } = spawnSync(program, [...args, ...filters], { env, stdio: "inherit" });
process.exitCode = status ?? 1;
