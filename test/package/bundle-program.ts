import { build } from "esbuild";
import type { Program } from "./programs.ts";

/** A program in one file, and the built-in modules of a runtime that it imports. */
export interface Bundle {
  readonly code: string;
  readonly builtIns: readonly string[];
}

const BUILT_IN = /^(node|bun|cloudflare|deno):|^bun$/;

/** Bundles a program without polyfills. */
export async function bundleProgram(project: string, { file }: Program): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    entryPoints: [`${project}/programs/${file}`],
    absWorkingDir: project,
    bundle: true,
    format: "esm",
    platform: "neutral",
    target: "es2022",
    mainFields: ["module", "main"],
    conditions: [],
    external: ["node:*", "bun:*", "bun", "cloudflare:*"],
    metafile: true,
    write: false,
    logLevel: "silent",
  });
  const imports = Object.values(metafile.outputs).flatMap((output) => output.imports);
  return {
    code: outputFiles[0]?.text ?? "",
    builtIns: [...new Set(imports.map(({ path }) => path).filter((path) => BUILT_IN.test(path)))],
  };
}
