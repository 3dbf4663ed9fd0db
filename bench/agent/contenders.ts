import { basename } from "node:path";
import process from "node:process";
import { ROOT } from "../../tools/manifest.ts";
import type { Kind } from "../framework/figures.ts";
import { NODE } from "../framework/runtimes.ts";

/** An agent to measure. */
export interface Contender {
  readonly name: string;
  readonly kind: Kind;
  /** The command before the flags that both agents have. */
  readonly command: readonly string[];
  /** Flags of its own. */
  readonly flags: readonly string[];
}

const COMMAND = `${ROOT}/dist/cli.js`;

/** The bench warms thousands of pods at once, which no node does; the Go agent counts only renewals. */
const MANY_AT_ONCE = ["--max-service-qps", "10000"];

/**
 * podkey's agent on Node and on Bun, and the Go agent where `PODKEY_GO_AGENT` names its binary, or several with a colon
 * between them. Each logs as it does unless told, which is a line an answer with the Go agent, or errors alone where it is `quiet`.
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
