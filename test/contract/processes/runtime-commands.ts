import { fileURLToPath } from "node:url";

/** A runtime that has adapters with servers and files. */
export type ServerRuntime = "node" | "bun" | "deno";

/** The top folder of the project. */
export const ROOT: string = fileURLToPath(new URL("../../..", import.meta.url));

/** How each runtime starts a program. */
export const RUNTIME_COMMANDS: Readonly<Record<ServerRuntime, readonly string[]>> = {
  node: [`${ROOT}node_modules/node/bin/node`],
  bun: [`${ROOT}node_modules/.bin/bun`, "--no-install"],
  deno: [
    `${ROOT}node_modules/.bin/deno`,
    "run",
    "--quiet",
    "--allow-all",
    "--no-lock",
    "--node-modules-dir=manual",
    "--cached-only",
  ],
};
