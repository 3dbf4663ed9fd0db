import { codeSubpaths, readManifest, specifierOf } from "../manifest.ts";
import { sourceEntries } from "../source-entries.ts";

/** The source of every public subpath, by what a user writes to import it. */
export function entrySources(): Map<string, string> {
  const manifest = readManifest();
  const sources = sourceEntries(manifest);
  return new Map(
    codeSubpaths(manifest).map((subpath) => [specifierOf(subpath), sources.get(subpath) ?? ""] as const),
  );
}
