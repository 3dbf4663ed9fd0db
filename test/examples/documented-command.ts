import { readFileSync } from "node:fs";
import { ROOT } from "../../tools/manifest.ts";

/**
 * Returns the last command in the steps of an example's README, split into words. Leaves out variables in front of it.
 * `substitutes` replaces texts that need a real cluster.
 */
export function documentedCommand(
  folder: string,
  substitutes: Readonly<Record<string, string>> = {},
): string[] {
  const readme = readFileSync(`${folder}/README.md`, "utf8");
  const [, block = ""] = /```sh\n([\s\S]*?)```/.exec(readme) ?? [];
  const last = block.trim().replaceAll("\\\n", " ").split("\n").at(-1) ?? "";
  const [program = "", ...flags] = last.split(/\s+/).filter((part) => !/^[A-Z_]+=/.test(part));
  const missing = Object.keys(substitutes).filter((text) => !last.includes(text));
  if (missing.length > 0) throw new Error(`the README's command lacks ${missing.join(", ")}`);
  return [`${ROOT}/node_modules/.bin/${program}`, ...flags.map((flag) => substitute(flag, substitutes))];
}

function substitute(flag: string, substitutes: Readonly<Record<string, string>>): string {
  return Object.entries(substitutes).reduce((text, [from, to]) => text.replaceAll(from, to), flag);
}
