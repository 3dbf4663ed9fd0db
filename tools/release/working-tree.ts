import { spawnSync } from "node:child_process";
import { ROOT } from "../manifest.ts";

/** Finds changes that are in no commit: they would be published and in no tag. */
export function checkWorkingTree(): string[] {
  const { status, stdout } = spawnSync("git", ["status", "--porcelain"], { cwd: ROOT, encoding: "utf8" });
  if (status !== 0) return ["git status failed: release from a clone of the repository"];
  const changed = stdout.trimEnd().split("\n").filter(Boolean);
  return changed.map((line) => `${line.slice(3)} has changes that are in no commit`);
}
