import { globSync, statSync } from "node:fs";
import { ROOT } from "./manifest.ts";

/** Returns whether every file of `dist/` is newer than every source. */
export function isBuilt(): boolean {
  const sources = ["{src,runtimes,cli}/**/*.ts", "package.json", "tsup.config.ts"].flatMap((pattern) =>
    changeTimesMs(pattern),
  );
  const built = changeTimesMs("dist/*.js");
  return built.length > 0 && Math.max(...sources) <= Math.min(...built);
}

function changeTimesMs(pattern: string): number[] {
  return globSync(pattern, { cwd: ROOT }).map((path) => statSync(`${ROOT}/${path}`).mtimeMs);
}
