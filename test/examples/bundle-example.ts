import { build } from "esbuild";

/** Bundles an example into one file, as edge platforms do. Without polyfills, an import of `node:` is an error. */
export async function bundleExample(entryPoint: string, format: "esm" | "iife"): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [entryPoint],
    bundle: true,
    format,
    globalName: "example",
    platform: "neutral",
    mainFields: ["module", "main"],
    conditions: [],
    external: ["cloudflare:*"],
    target: "es2022",
    write: false,
    logLevel: "silent",
  });
  return outputFiles[0]?.text ?? "";
}
