import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { entryName } from "../../tools/manifest.ts";
import { type Finding, finding } from "./report.ts";

/** The most files that a program loads for its imports. Each one delays its start by half a millisecond. */
const LIMITS: readonly (readonly [subpaths: readonly string[], files: number])[] = [
  [["./models"], 2],
  [["./eks"], 4],
  [["./node", "./eks"], 6],
  [["./deno", "./sts"], 6],
  [["./bun", "./eks-auth"], 6],
  [["./cloudflare"], 5],
  [["./agent"], 5],
];

const STATIC_IMPORT = /^(?:import|export)\b[^;]*?["'](\.[^"']+)["']/gm;

/** Checks that an installed package loads few files for the imports of typical programs. */
export function checkFiles(project: string): Promise<Finding[]> {
  const checks = LIMITS.map(([subpaths, limit]) =>
    finding(`files of ${subpaths.join(", ")}`, async () => {
      const loaded = new Set<string>();
      for (const subpath of subpaths) {
        collect(`${project}/node_modules/podkey/dist/${entryName(subpath)}.js`, loaded);
      }
      if (loaded.size <= limit) return `${loaded.size} files`;
      throw new Error(`loads ${loaded.size} files instead of ${limit}: ${[...loaded].join(", ")}`);
    }),
  );
  return Promise.all(checks);
}

/** Adds a file and everything that it imports from the package. */
function collect(path: string, loaded: Set<string>): void {
  if (loaded.has(path)) return;
  loaded.add(path);
  for (const [, specifier = ""] of readFileSync(path, "utf8").matchAll(STATIC_IMPORT)) {
    collect(resolve(dirname(path), specifier), loaded);
  }
}
