import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { ROOT } from "../../tools/manifest.ts";

/** Runtimes with the same adapter. */
export type Family = "node" | "bun" | "deno" | "workerd";

/** A runtime to measure on. */
export interface Runtime {
  /** Name in tables, for example `Node 24`. */
  readonly title: string;
  readonly family: Family;
  /** The command, to which the path of a program is appended. For workerd: the workerd binary. */
  readonly command: readonly string[];
}

const MODULES = `${ROOT}/node_modules`;

/** Path of Node 24, which also runs the servers of the benches. */
export const NODE: string = `${MODULES}/node/bin/node`;

const DENO_FLAGS = [
  "--no-prompt",
  "--no-lock",
  "--cached-only",
  "--node-modules-dir=manual",
  "--unstable-kv",
];

/** Every runtime that `npm ci` installs. */
export const RUNTIMES: readonly Runtime[] = [
  { title: "Node 22", family: "node", command: [`${MODULES}/node22/bin/node`] },
  { title: "Node 24", family: "node", command: [NODE] },
  { title: "Node 26", family: "node", command: [`${MODULES}/node26/bin/node`] },
  { title: "Bun", family: "bun", command: [`${MODULES}/.bin/bun`, "--no-install"] },
  { title: "Deno", family: "deno", command: [`${MODULES}/.bin/deno`, "run", "-A", "--quiet", ...DENO_FLAGS] },
  { title: "workerd", family: "workerd", command: [`${MODULES}/workerd/bin/workerd`] },
];

/** The runtimes whose programs reach files and sockets. */
export const HOSTS: readonly Runtime[] = RUNTIMES.filter(({ family }) => family !== "workerd");

/** Returns the version of each runtime, by title. */
export function runtimeVersions(): Record<string, string> {
  return Object.fromEntries(RUNTIMES.map((runtime) => [runtime.title, versionOf(runtime)]));
}

function versionOf({ family, command: [program = ""] }: Runtime): string {
  if (family === "workerd") return packageVersion("workerd");
  const printed = execFileSync(program, ["--version"], { encoding: "utf8" });
  return /\d+\.\d+\.\d+/.exec(printed)?.[0] ?? "";
}

/** Returns the version of an installed package. */
export function packageVersion(name: string): string {
  const { version }: { version: string } = JSON.parse(
    readFileSync(`${MODULES}/${name}/package.json`, "utf8"),
  );
  return version;
}
