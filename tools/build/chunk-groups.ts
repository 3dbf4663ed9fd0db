import { basename } from "node:path";
import type { GetModuleInfo } from "rollup";

/** The entries of the adapters. */
const RUNTIMES = ["node", "deno", "bun", "cloudflare"];

/**
 * Returns the chunk of a shared module: `base` if `podkey/models` needs it, `host` if only adapters of runtimes do, and otherwise
 * `core`. Agent and emulator, which only the command shares with their entries, have a chunk each. What imports aws4fetch has its own
 * too, because a bundler keeps a part of aws4fetch with each file that imports it. A module of one entry stays where esbuild put it.
 */
export function groupOf(id: string, getModuleInfo: GetModuleInfo): string | undefined {
  const info = getModuleInfo(id);
  if (info?.importedIds.includes("aws4fetch")) return "sign-request";
  if (info?.isEntry) return undefined;
  const entries = entriesOf(id, getModuleInfo);
  const isOnlyOf = (...names: readonly string[]): boolean =>
    [...entries].every((name) => name === "cli" || names.includes(name));
  if (entries.size < 2) return undefined;
  if (isOnlyOf("agent")) return "agent-shared";
  if (isOnlyOf("emulator")) return "emulator-shared";
  if (entries.has("models")) return "base";
  return isOnlyOf(...RUNTIMES) ? "host" : "core";
}

/** Returns the names of the entries from which a module can be reached. */
function entriesOf(id: string, getModuleInfo: GetModuleInfo, seen = new Set<string>()): Set<string> {
  if (seen.has(id)) return new Set();
  seen.add(id);
  const info = getModuleInfo(id);
  const importers = [...(info?.importers ?? []), ...(info?.dynamicImporters ?? [])];
  const names = importers.flatMap((importer) => [...entriesOf(importer, getModuleInfo, seen)]);
  return new Set(info?.isEntry ? [basename(id, ".js"), ...names] : names);
}
