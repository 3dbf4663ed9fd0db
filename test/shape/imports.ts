import { dirname, normalize } from "node:path/posix";
import type { Source } from "./sources.ts";

/** What a folder may import of the project and from outside. The first prefix that fits a path decides. */
interface Layer {
  readonly prefix: string;
  readonly inside: readonly (string | RegExp)[];
  readonly outside?: readonly (string | RegExp)[];
}

const CORE = ["src/models/", "src/ports.ts"];
const HTTP = [...CORE, "src/signing/", "src/http/"];
const OPERATIONS = ["src/eks/", "src/eks-auth/", "src/sts/"];
/** What every runtime adapter may use: the core, and what stands beside the adapters for all of them. */
const RUNTIME = ["src/", /^runtimes\/[^/]+\.ts$/, "runtimes/file-store/"];
const NODE_BUILT_IN = /^node:/;

const LAYERS: readonly Layer[] = [
  { prefix: "src/models/", inside: ["src/models/"], outside: ["valibot"] },
  { prefix: "src/ports.ts", inside: ["src/models/"] },
  { prefix: "src/signing/sigv4.ts", inside: [...CORE, "src/signing/"], outside: ["aws4fetch"] },
  { prefix: "src/signing/", inside: [...CORE, "src/signing/"] },
  { prefix: "src/http/", inside: HTTP },
  ...OPERATIONS.map((prefix) => ({ prefix, inside: [...HTTP, prefix] })),
  { prefix: "src/stores/seal", inside: [...CORE, "src/stores/"], outside: ["jose"] },
  { prefix: "src/stores/", inside: [...CORE, "src/stores/"] },
  {
    prefix: "src/credentials/",
    inside: [...HTTP, ...OPERATIONS, "src/stores/", "src/credentials/"],
    outside: ["jose"],
  },
  {
    prefix: "src/agent/",
    inside: [...HTTP, "src/eks-auth/", "src/credentials/", "src/agent/"],
    outside: ["jose"],
  },
  { prefix: "src/emulator/", inside: ["src/models/", "src/emulator/"], outside: ["jose"] },
  { prefix: "src/index.ts", inside: ["src/"] },
  { prefix: "runtimes/deno/", inside: [...RUNTIME, "runtimes/deno/"] },
  { prefix: "runtimes/bun/", inside: [...RUNTIME, "runtimes/bun/"] },
  { prefix: "runtimes/cloudflare/", inside: [...RUNTIME, "runtimes/cloudflare/"] },
  {
    prefix: "runtimes/node/cli/",
    // The command runs on Bun and Deno too, and serves there with their own servers.
    inside: [...RUNTIME, "runtimes/node/", /^runtimes\/(bun|deno)\/serve(-agent)?\.ts$/],
    outside: [NODE_BUILT_IN, "commander", "@smithy/shared-ini-file-loader"],
  },
  { prefix: "runtimes/node/", inside: [...RUNTIME, "runtimes/node/"], outside: [NODE_BUILT_IN] },
  { prefix: "runtimes/", inside: RUNTIME },
];

const ENTRIES = /(^|\/)index\.ts$/;
const SPECIFIER = /^(?:import|export)\b[^"]*?\bfrom "([^"]+)"|^import "([^"]+)"|\bimport\("([^"]+)"\)/gm;

/** Imports point one way, to files rather than entries, without rings, and outside only where a layer may. */
export function checkImports(sources: readonly Source[]): string[] {
  const graph = new Map(sources.map((source) => [source.path, importsOf(source)]));
  const faults = [...graph].flatMap(([path, imports]) =>
    imports.flatMap((target) => checkImport(path, target)),
  );
  return [...faults, ...findRings(graph)];
}

function checkImport(path: string, target: string): string[] {
  const layer = LAYERS.find(({ prefix }) => path.startsWith(prefix));
  if (!layer) return [`${path}: belongs to no layer`];
  if (target === "package.json") return [];
  if (!target.startsWith("src/") && !target.startsWith("runtimes/")) {
    const allowed = layer.outside?.some((name) =>
      typeof name === "string" ? name === target : name.test(target),
    );
    return allowed ? [] : [`${path}: must not import ${target}`];
  }
  if (ENTRIES.test(target)) return [`${path}: imports the entry ${target}; import the file instead`];
  return layer.inside.some((part) => fits(part, target)) ? [] : [`${path}: must not import ${target}`];
}

function fits(part: string | RegExp, target: string): boolean {
  return typeof part === "string" ? target.startsWith(part) : part.test(target);
}

function importsOf({ path, text }: Source): string[] {
  return [...text.matchAll(SPECIFIER)].map(([, from, bare, dynamic]) => {
    const specifier = from ?? bare ?? dynamic ?? "";
    return specifier.startsWith(".") ? normalize(`${dirname(path)}/${specifier}`) : specifier;
  });
}

function findRings(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const finished = new Set<string>();
  const rings: string[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) {
      rings.push(`${path}: imports itself by way of ${trail.slice(trail.indexOf(path) + 1).join(", ")}`);
      return;
    }
    if (finished.has(path)) return;
    for (const target of graph.get(path) ?? []) visit(target, [...trail, path]);
    finished.add(path);
  };
  for (const path of graph.keys()) visit(path, []);
  return rings;
}
