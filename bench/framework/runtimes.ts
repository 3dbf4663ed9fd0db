import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { ROOT } from "../../tools/manifest.ts";

/** Runtimes that take the same adapter. */
export type Family = "node" | "bun" | "deno" | "workerd";

/** A runtime to measure on. */
export interface Runtime {
  readonly title: string;
  readonly family: Family;
  /** The command before the path of a program; for workerd the program that `serve` is given to. */
  readonly command: readonly string[];
}

const MODULES = `${ROOT}/node_modules`;

/** Node 24, on which servers beside the measured process run. */
export const NODE: string = `${MODULES}/node/bin/node`;

const DENO_FLAGS = [
  "--no-prompt",
  "--no-lock",
  "--cached-only",
  "--node-modules-dir=manual",
  "--unstable-kv",
];

/** Every runtime that npm brings, the machine's own excluded. */
export const RUNTIMES: readonly Runtime[] = [
  { title: "Node 22", family: "node", command: [`${MODULES}/node22/bin/node`] },
  { title: "Node 24", family: "node", command: [NODE] },
  { title: "Node 26", family: "node", command: [`${MODULES}/node26/bin/node`] },
  { title: "Bun", family: "bun", command: [`${MODULES}/.bin/bun`, "--no-install"] },
  { title: "Deno", family: "deno", command: [`${MODULES}/.bin/deno`, "run", "-A", "--quiet", ...DENO_FLAGS] },
  { title: "workerd", family: "workerd", command: [`${MODULES}/workerd/bin/workerd`] },
];

/** The runtimes that run files, on which a program reaches files and sockets. */
export const HOSTS: readonly Runtime[] = RUNTIMES.filter(({ family }) => family !== "workerd");

/** The version of each runtime. */
export function runtimeVersions(): Record<string, string> {
  return Object.fromEntries(RUNTIMES.map((runtime) => [runtime.title, versionOf(runtime)]));
}

function versionOf({ family, command: [program = ""] }: Runtime): string {
  if (family === "workerd") return packageVersion("workerd");
  const printed = execFileSync(program, ["--version"], { encoding: "utf8" });
  return /\d+\.\d+\.\d+/.exec(printed)?.[0] ?? "";
}

/** The version of an installed package. */
export function packageVersion(name: string): string {
  const { version }: { version: string } = JSON.parse(
    readFileSync(`${MODULES}/${name}/package.json`, "utf8"),
  );
  return version;
}
