import { basename } from "node:path";
import process from "node:process";
import { ROOT } from "../../tools/manifest.ts";
import type { Kind } from "../framework/figures.ts";
import { NODE } from "../framework/runtimes.ts";

/** An agent to measure. */
export interface Contender {
  readonly name: string;
  readonly kind: Kind;
  /** The command, to which the flags that both agents share are appended. */
  readonly command: readonly string[];
  /** Flags that this agent alone gets. */
  readonly flags: readonly string[];
}

const COMMAND = `${ROOT}/dist/cli.js`;

/** The bench starts thousands of pods at once, which no node does, so the limit of exchanges is lifted. */
const MANY_AT_ONCE = ["--max-service-qps", "10000"];

/**
 * Returns podkey's agent on Node and on Bun, and the Go agents whose binaries `PODKEY_GO_AGENT` names, separated by colons. The
 * Go agent logs a line for each answer by default; its `quiet` variant logs errors only.
 */
export function contenders(): Contender[] {
  const binaries = (process.env["PODKEY_GO_AGENT"] ?? "").split(":").filter((path) => path !== "");
  return [
    podkeyOn("Node 24", NODE),
    podkeyOn("Bun", `${ROOT}/node_modules/.bin/bun`),
    ...binaries.flatMap(goAgents),
  ];
}

function podkeyOn(runtime: string, program: string): Contender {
  return {
    name: `podkey, ${runtime}`,
    kind: "podkey",
    command: [program, COMMAND, "agent"],
    flags: MANY_AT_ONCE,
  };
}

function goAgents(path: string): Contender[] {
  const name = basename(path);
  const common = { kind: "peer", command: [path, "server"] } as const;
  return [
    { ...common, name, flags: MANY_AT_ONCE },
    { ...common, name: `${name}, quiet`, flags: [...MANY_AT_ONCE, "-v", "error"] },
  ];
}
