import { type BuildOptions, build } from "esbuild";
import { ROOT } from "../../tools/manifest.ts";
import { sourcesBySpecifier } from "../../tools/source-entries.ts";
import type { Family } from "./runtimes.ts";

/** CommonJS packages load built-in modules by `require`, which ES modules lack. Other bundles start faster without it. */
const REQUIRE =
  'import { createRequire } from "node:module";\nconst require = createRequire(import.meta.url);\n';

const bundles = new Map<string, Promise<string>>();

/** Bundles a program with everything it imports, podkey from its sources. The same program is bundled once. */
export function bundleFor(family: Family, code: string): Promise<string> {
  const key = `${JSON.stringify(TARGETS[family])}${code}`;
  const bundling = bundles.get(key) ?? bundle(family, code);
  bundles.set(key, bundling);
  return bundling;
}

async function bundle(family: Family, code: string): Promise<string> {
  const sources = [...sourcesBySpecifier()].map(([specifier, path]) => [specifier, `${ROOT}/${path}`]);
  const { outputFiles = [] } = await build({
    stdin: { contents: code, resolveDir: ROOT, loader: "ts" },
    absWorkingDir: ROOT,
    alias: Object.fromEntries(sources),
    bundle: true,
    format: "esm",
    target: "es2022",
    write: false,
    logLevel: "error",
    ...TARGETS[family],
  });
  const text = outputFiles[0]?.text ?? "";
  return /\b__require\(/.test(text) ? REQUIRE + text : text;
}

const HOST: BuildOptions = {
  platform: "node",
  mainFields: ["module", "main"],
  external: ["bun:*", "bun"],
};

const TARGETS: Readonly<Record<Family, BuildOptions>> = {
  node: HOST,
  bun: HOST,
  deno: HOST,
  workerd: { platform: "browser", external: ["node:*", "cloudflare:*"] },
};
