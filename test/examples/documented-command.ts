import { readFileSync } from "node:fs";
import { ROOT } from "../../tools/manifest.ts";

/**
 * The command that an example's README ends its steps with, with its flags, as the parts that a shell makes of it.
 * Settings in front of it are left out. `substitutes` replaces what only a real cluster has.
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
