import { basename } from "node:path";
import process from "node:process";
import { ROOT } from "../../test/package/manifest.ts";
import type { Kind } from "../framework/bench.ts";
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

const COMMAND = `${ROOT}/runtimes/node/cli/main.ts`;

/** The bench warms thousands of pods at once, which no node does; the Go agent counts only renewals. */
const MANY_AT_ONCE = ["--max-service-qps", "10000"];

/**
 * podkey's agent on Node and on Bun, and the Go agent where `PODKEY_GO_AGENT` names its binary, or several with a colon
 * between them. Each logs as it does unless told, the Go agent a line an answer, or errors alone where it is `quiet`.
 */
export function contenders(): Contender[] {
  const binaries = (process.env["PODKEY_GO_AGENT"] ?? "").split(":").filter((path) => path !== "");
  return [
    ...bothLogs("podkey, Node 24", "podkey", [NODE, COMMAND, "agent"]),
    ...bothLogs("podkey, Bun", "podkey", [`${ROOT}/node_modules/.bin/bun`, COMMAND, "agent"]),
    ...binaries.flatMap((path) => bothLogs(basename(path), "peer", [path, "server"])),
  ];
}

function bothLogs(name: string, kind: Kind, command: readonly string[]): Contender[] {
  return [
    { name, kind, command, flags: MANY_AT_ONCE },
    { name: `${name}, quiet`, kind, command, flags: [...MANY_AT_ONCE, "-v", "error"] },
  ];
}
