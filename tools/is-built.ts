import { globSync, statSync } from "node:fs";
import { ROOT } from "./manifest.ts";

/** Whether `dist/` is younger than every source: figures of an old build are figures of old code. */
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
