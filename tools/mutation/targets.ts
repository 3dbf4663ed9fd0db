import { execFileSync } from "node:child_process";
import { statSync } from "node:fs";
import { ROOT } from "../manifest.ts";
import type { MutationOptions } from "./arguments.ts";

const HUNK = /^@@ -\S+ \+(\d+)(?:,(\d+))? @@/;

/** Returns Stryker's patterns for the files to mutate, or for the lines of them that changed since a commit. */
export function mutatePatterns({ paths, changedSince }: MutationOptions): string[] {
  if (changedSince !== undefined) return changedLines(changedSince, paths);
  return paths.map((path) => (statSync(`${ROOT}/${path}`).isDirectory() ? `${path}/**/*.ts` : path));
}

function changedLines(base: string, paths: readonly string[]): string[] {
  const args = ["diff", "--unified=0", "--no-color", "--diff-filter=AM", base, "--", ...paths];
  const diff = execFileSync("git", args, { cwd: ROOT, encoding: "utf8", maxBuffer: 2 ** 28 });
  let path = "";
  return diff.split("\n").flatMap((line) => {
    if (line.startsWith("+++ b/")) path = line.slice("+++ b/".length);
    const [, first, count = "1"] = HUNK.exec(line) ?? [];
    if (first === undefined || count === "0" || !path.endsWith(".ts")) return [];
    return [`${path}:${first}-${Number(first) + Number(count) - 1}`];
  });
}
