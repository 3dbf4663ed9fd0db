import { readFileSync } from "node:fs";
import tsupConfig from "../../tsup.config.ts";

interface Manifest {
  readonly exports: Record<string, string | Record<string, string>>;
}

/** What `package.json` exports is exactly what tsup builds, with types and default alone. */
export function checkPackageExports(): string[] {
  const manifest: Manifest = JSON.parse(readFileSync("package.json", "utf8"));
  const built = new Set(Object.keys(libraryEntries()));
  const faults: string[] = [];
  for (const [subpath, target] of Object.entries(manifest.exports)) {
    if (subpath === "./package.json") continue;
    const name = subpath === "." ? "index" : subpath.slice(2);
    const expected = JSON.stringify({ types: `./dist/${name}.d.ts`, default: `./dist/${name}.js` });
    if (JSON.stringify(target) !== expected)
      faults.push(`package.json: exports["${subpath}"] should be ${expected}`);
    if (!built.delete(name))
      faults.push(`package.json: exports "${subpath}", which tsup.config.ts does not build`);
  }
  return [
    ...faults,
    ...[...built].map((name) => `tsup.config.ts: builds "${name}", which package.json does not export`),
  ];
}

/** The entries with type declarations: those of the library, without the command. */
export function libraryEntries(): Record<string, string> {
  const { dts } = Array.isArray(tsupConfig) || typeof tsupConfig === "function" ? {} : tsupConfig;
  const entry = typeof dts === "object" ? dts.entry : undefined;
  return typeof entry === "object" && !Array.isArray(entry) ? entry : {};
}
