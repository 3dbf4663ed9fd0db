import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import type { RuntimeName } from "../capabilities.ts";
import { CHROMIUM, installChromium } from "./chromium.ts";

const VITEST = "node_modules/vitest/vitest.mjs";
// Three packages have a `node` binary, and npm links any one of them.
const NODE = "node_modules/node/bin/node";
const BUN = "node_modules/.bin/bun";
const DENO = "node_modules/.bin/deno";

/** How the suite starts on one runtime. */
export interface Launcher {
  readonly runtime: RuntimeName;
  readonly title: string;
  readonly version: () => string;
  /** Returns the command that runs the suite and writes its results to a file. */
  readonly command: (outputFile: string) => readonly string[];
  /** Installs what npm does not. Throws an error that says what is missing. */
  readonly prepare?: () => void;
}

function vitest(
  runner: readonly string[],
  options: readonly string[],
  ...projects: string[]
): Launcher["command"] {
  const chosen = projects.flatMap((project) => ["--project", project]);
  const reporters = ["--reporter=default", "--reporter=json"];
  return (outputFile) => [
    ...runner,
    VITEST,
    "run",
    ...chosen,
    ...options,
    ...reporters,
    `--outputFile.json=${outputFile}`,
  ];
}

function node(runtime: RuntimeName, path: string, ...projects: string[]): Launcher {
  return {
    runtime,
    title: "Node",
    version: printed(path),
    command: vitest([path], [], ...projects),
  };
}

/** The runtimes that npm installs. Vitest's pool needs threads on Bun, which lacks forks, and forks on Deno, whose threads never end. */
export const NPM_RUNTIMES: readonly Launcher[] = [
  node("node22", "node_modules/node22/bin/node", "host", "transport"),
  node("node24", NODE, "host", "node", "transport", "cloudflare"),
  node("node26", "node_modules/node26/bin/node", "host", "transport"),
  {
    runtime: "bun",
    title: "Bun",
    version: printed(BUN),
    command: vitest([BUN, "--bun"], ["--pool=threads"], "host"),
  },
  {
    runtime: "deno",
    title: "Deno",
    version: printed(DENO),
    command: vitest([DENO, "run", "-A", "--node-modules-dir=manual", "--cached-only"], [], "host"),
  },
  {
    runtime: "edge",
    title: "edge-runtime",
    version: installed("@edge-runtime/vm"),
    command: vitest([NODE], [], "edge"),
  },
  {
    runtime: "workerd",
    title: "workerd",
    version: installed("workerd"),
    command: vitest([NODE], [], "workerd"),
  },
  {
    runtime: "workerd-bare",
    title: "workerd, bare",
    version: installed("workerd"),
    command: (outputFile) => [NODE, "test/bare/run.ts", outputFile],
  },
];

/** The runtimes that the machine must have. */
export const MACHINE_RUNTIMES: readonly Launcher[] = [
  {
    runtime: "chromium",
    title: "Chromium",
    version: printed(CHROMIUM),
    command: vitest([NODE], [], "chromium"),
    prepare: installChromium,
  },
];

function printed(path: string): () => string {
  return () =>
    /\d[\d.]+/.exec(execFileSync(path, ["--version"], { encoding: "utf8", stdio: "pipe" }))?.[0] ?? "";
}

function installed(name: string): () => string {
  return () => {
    const manifest = JSON.parse(readFileSync(`node_modules/${name}/package.json`, "utf8")) as {
      version: string;
    };
    return manifest.version;
  };
}
