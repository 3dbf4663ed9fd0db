import { globSync, rmSync } from "node:fs";
import { rollup } from "rollup";
import { codeSubpaths, entryName, ROOT, readManifest } from "../manifest.ts";
import { groupOf } from "./chunk-groups.ts";

// Merges the chunks of a build, because each file that a program imports delays its start by half a millisecond. esbuild makes a
// chunk for each set of entries that share a module, and has no setting for that.
const DIST = `${ROOT}/dist`;

const names = [...codeSubpaths(readManifest()).map(entryName), "cli"];
const bundle = await rollup({
  input: Object.fromEntries(names.map((name) => [name, `${DIST}/${name}.js`])),
  external: (id) => !/^[./]/.test(id),
  onLog: (_level, { message }) => {
    throw new Error(`the chunks of dist/ cannot be merged: ${message}`);
  },
});
for (const path of globSync(`${DIST}/*.js`)) rmSync(path);
const { output } = await bundle.write({
  dir: DIST,
  format: "es",
  entryFileNames: "[name].js",
  chunkFileNames: "[name].js",
  minifyInternalExports: false,
  hoistTransitiveImports: false,
  manualChunks: (id, { getModuleInfo }) => groupOf(id, getModuleInfo),
});
process.stdout.write(`merged the chunks of dist/ into ${output.length} files\n`);
