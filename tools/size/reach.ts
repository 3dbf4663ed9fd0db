import type { Metafile } from "esbuild";
import { PARTS, type Use } from "./budgets.ts";
import { traceSources } from "./measure.ts";

const VALIBOT = /node_modules\/valibot\//;
const READERS = /^src\/(aws|eks|eks-auth|sts|tokens|credentials\/providers)\//;

/** Names each module that a use must not reach, with the way to it, and each importer of valibot outside the files that read answers and inputs. */
export async function reachFaults(use: Use, sources: ReadonlyMap<string, string>): Promise<string[]> {
  const metafile = await traceSources(use.code, sources);
  const [output] = Object.values(metafile.outputs);
  const reached = Object.entries(output?.inputs ?? {})
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([path]) => path);
  return [
    ...use.without.flatMap((part) => {
      const path = reached.find((candidate) => PARTS[part].test(candidate));
      return path === undefined ? [] : [`${use.name}: reaches ${part}: ${wayTo(path, metafile).join(" > ")}`];
    }),
    ...importersOf(VALIBOT, metafile)
      .filter((importer) => !READERS.test(importer) && !VALIBOT.test(importer))
      .map(
        (importer) => `${use.name}: ${importer} imports valibot; only files that read answers and inputs may`,
      ),
  ];
}

function importersOf(target: RegExp, { inputs }: Metafile): string[] {
  return Object.entries(inputs)
    .filter(([, { imports }]) => imports.some(({ path }) => target.test(path)))
    .map(([importer]) => importer);
}

/** The shortest chain of imports from the entry to a module. */
function wayTo(target: string, { inputs }: Metafile): string[] {
  const ways = [["<stdin>"]];
  const seen = new Set(["<stdin>"]);
  for (const way of ways) {
    const last = way.at(-1) ?? "";
    if (last === target) return way.slice(1);
    for (const { path } of inputs[last]?.imports ?? []) {
      if (seen.has(path)) continue;
      seen.add(path);
      ways.push([...way, path]);
    }
  }
  return [target];
}
