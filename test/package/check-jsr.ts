import { readFileSync } from "node:fs";
import { type Manifest, ROOT, readManifest } from "../../tools/manifest.ts";
import { faultOf, runProcess } from "../../tools/run-process.ts";
import { sourcesBySubpath } from "../../tools/source-entries.ts";
import { type Finding, finding, print } from "./report.ts";

interface JsrManifest {
  readonly name: string;
  readonly version: string;
  readonly exports: Readonly<Record<string, string>>;
  readonly imports: Readonly<Record<string, string>>;
}

// Compares `jsr.json` with `package.json`, and lets Deno check what JSR would check, slow types included.
const findings = [compareManifests(readManifest(), readJsrManifest()), await dryRun()];
print(findings);

function readJsrManifest(): JsrManifest {
  return JSON.parse(readFileSync(`${ROOT}/jsr.json`, "utf8"));
}

function compareManifests(manifest: Manifest, jsr: JsrManifest): Finding {
  const exports = [...sourcesBySubpath(manifest)].map(
    ([subpath, source]) => [subpath, `./${source}`] as const,
  );
  const imports = Object.entries(manifest.dependencies).map(
    ([name, range]) => [name, `npm:${name}@${range}`] as const,
  );
  const faults = [
    ...differences("", new Map([["version", manifest.version]]), { version: jsr.version }),
    ...differences("exports.", new Map(exports), jsr.exports),
    ...differences("imports.", new Map(imports), jsr.imports),
  ];
  const held = `${exports.length} exports and ${imports.length} dependencies, as in package.json`;
  return { subject: "jsr.json", held, faults };
}

function differences(
  prefix: string,
  expected: ReadonlyMap<string, string>,
  actual: Readonly<Record<string, string>>,
): string[] {
  const wrong = [...expected]
    .filter(([key, value]) => actual[key] !== value)
    .map(
      ([key, value]) =>
        `${prefix}${key} should be ${JSON.stringify(value)}, not ${JSON.stringify(actual[key])}`,
    );
  const extra = Object.keys(actual)
    .filter((key) => !expected.has(key))
    .map((key) => `${prefix}${key} has no counterpart in package.json`);
  return [...wrong, ...extra];
}

function dryRun(): Promise<Finding> {
  return finding("deno publish --dry-run", async () => {
    const deno = `${ROOT}/node_modules/.bin/deno`;
    const command = [deno, "publish", "--dry-run", "--allow-dirty", "--no-provenance"];
    const outcome = await runProcess(command, { cwd: ROOT, env: { ...process.env, NO_COLOR: "1" } });
    const fault = faultOf(outcome);
    if (fault) throw new Error(fault);
    const warnings = outcome.stderr.match(/^warning.*$/gim) ?? [];
    if (warnings.length > 0) throw new Error(warnings.join("; "));
    return "no slow type";
  });
}
