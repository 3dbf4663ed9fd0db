import tsupConfig from "../tsup.config.ts";
import { codeSubpaths, entryName, type Manifest, readManifest, specifierOf } from "./manifest.ts";

/** Returns the TypeScript source of each subpath, as `tsup.config.ts` builds it. Throws if it does not build one of them. */
export function sourcesBySubpath(manifest: Manifest): Map<string, string> {
  const { entry } = Array.isArray(tsupConfig) || typeof tsupConfig === "function" ? {} : tsupConfig;
  const built: Readonly<Record<string, string>> =
    typeof entry === "object" && !Array.isArray(entry) ? entry : {};
  return new Map(
    codeSubpaths(manifest).map((subpath) => {
      const source = built[entryName(subpath)];
      if (source === undefined)
        throw new Error(`package.json exports "${subpath}", which tsup.config.ts does not build`);
      return [subpath, source];
    }),
  );
}

/** Returns the TypeScript source of each public subpath, by what a user writes to import it. */
export function sourcesBySpecifier(): Map<string, string> {
  return new Map(
    [...sourcesBySubpath(readManifest())].map(([subpath, source]) => [specifierOf(subpath), source]),
  );
}
