import { gzipSync } from "node:zlib";
import { type BuildOptions, build, type Metafile } from "esbuild";
import { ROOT } from "../manifest.ts";

/** Weights of a bundle, in bytes. */
export interface Size {
  readonly raw: number;
  readonly minified: number;
  readonly gzip: number;
}

/**
 * The platform of a bundle. `node` is esbuild's default setting, which prefers CommonJS and so keeps much unused code; `node, ESM`
 * prefers ES modules.
 */
export type Target = keyof typeof TARGETS;

const TARGETS = {
  neutral: { platform: "neutral", mainFields: ["module", "main"] },
  node: { platform: "node" },
  "node, ESM": { platform: "node", mainFields: ["module", "main"] },
  browser: { platform: "browser" },
} satisfies Record<string, Pick<BuildOptions, "platform" | "mainFields">>;

/** Bundles code with all its dependencies, as a user's bundler does, and returns its weights. */
export async function measure(code: string, target: Target = "neutral"): Promise<Size> {
  const [plain, minified] = await Promise.all([
    bundle(code, target, { minify: false }),
    bundle(code, target, { minify: true }),
  ]);
  return { raw: plain.length, minified: minified.length, gzip: gzipSync(minified).length };
}

/** Bundles code with `podkey` from its sources. Returns esbuild's metafile, which says how many bytes each module adds. */
export async function traceSources(code: string, sources: ReadonlyMap<string, string>): Promise<Metafile> {
  const alias = Object.fromEntries([...sources].map(([specifier, path]) => [specifier, `${ROOT}/${path}`]));
  const { metafile } = await build({ ...settings(code, "neutral"), alias, minify: true, metafile: true });
  return metafile;
}

async function bundle(code: string, target: Target, options: { minify: boolean }): Promise<Uint8Array> {
  const { outputFiles } = await build({ ...settings(code, target), ...options });
  return outputFiles[0]?.contents ?? new Uint8Array();
}

function settings(code: string, target: Target): BuildOptions & { write: false } {
  return {
    stdin: { contents: code, resolveDir: ROOT },
    absWorkingDir: ROOT,
    bundle: true,
    format: "esm",
    ...TARGETS[target],
    target: "es2022",
    write: false,
    logLevel: "error",
  };
}
