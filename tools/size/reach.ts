import type { Metafile } from "esbuild";
import { PARTS, type Use } from "./budgets.ts";
import { traceSources } from "./measure.ts";

const VALIBOT = /node_modules\/valibot\//;
const MODELS = /^src\/models\//;

/**
 * Finds modules that a use must not contain, each with the chain of imports to it, and imports of valibot outside the
 * public schemas.
 */
export async function reachFaults(use: Use, sources: ReadonlyMap<string, string>): Promise<string[]> {
  const metafile = await traceSources(use.code, sources);
  const [output] = Object.values(metafile.outputs);
  const reached = Object.entries(output?.inputs ?? {})
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([path]) => path);
  return [
    ...use.without.flatMap((part) => {
      const path = reached.find((candidate) => PARTS[part].test(candidate));
      return path === undefined
        ? []
        : [`${use.name}: contains ${part}: ${importChain(path, metafile).join(" > ")}`];
    }),
    ...importersOf(VALIBOT, metafile)
      .filter((importer) => !MODELS.test(importer) && !VALIBOT.test(importer))
      .map((importer) => `${use.name}: ${importer} imports valibot; only the public schemas may`),
  ];
}

function importersOf(target: RegExp, { inputs }: Metafile): string[] {
  return Object.entries(inputs)
    .filter(([, { imports }]) => imports.some(({ path }) => target.test(path)))
    .map(([importer]) => importer);
}

/** Returns the shortest chain of imports from the entry to a module. */
function importChain(target: string, { inputs }: Metafile): string[] {
  const chains = [["<stdin>"]];
  const seen = new Set(["<stdin>"]);
  for (const chain of chains) {
    const last = chain.at(-1) ?? "";
    if (last === target) return chain.slice(1);
    for (const { path } of inputs[last]?.imports ?? []) {
      if (seen.has(path)) continue;
      seen.add(path);
      chains.push([...chain, path]);
    }
  }
  return [target];
}
