import tsupConfig from "../tsup.config.ts";
import { codeSubpaths, entryName, type Manifest } from "./manifest.ts";

/** The TypeScript source of each subpath, as `tsup.config.ts` builds it. Throws for a subpath that it does not build. */
export function sourceEntries(manifest: Manifest): Map<string, string> {
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
