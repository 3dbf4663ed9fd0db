import { readFileSync, writeFileSync } from "node:fs";
import process from "node:process";
import { cruise, type ICruiseResult } from "dependency-cruiser";
import { patternOf, type Room } from "./rooms.ts";

/** Draws the rooms and the imports between them into `docs/architecture.md`. With `--check` it compares. */
const PAGE = "docs/architecture.md";
const FENCE = /(<!-- drawn by npm run docs:rooms -->\n)[\s\S]*?(\n<!-- end -->)/;

/** Rooms that one box of the picture stands for. A room that is not named here is a box of its own. */
const BOXES: readonly (readonly [prefix: string, box: string])[] = [
  ["src/index.ts", ""],
  ["src/stores", "src/stores"],
  ["src/http", "src/http"],
  ["src/eks", "src/{eks,eks-auth,sts}"],
  ["src/sts", "src/{eks,eks-auth,sts}"],
  ["src/credentials/providers", "src/credentials/providers"],
  ["src/agent", "src/agent"],
  ["src/emulator", "src/emulator"],
  ["runtimes/shared", "runtimes/shared"],
  ["runtimes", "runtimes/{node,deno,bun,cloudflare}"],
  ["cli", "cli"],
];

const walls = new URL("../../.dependency-cruiser.mjs", import.meta.url).href;
const { ROOMS } = (await import(walls)) as { readonly ROOMS: readonly Room[] };
const page = readFileSync(PAGE, "utf8");
const drawn = page.replace(FENCE, `$1${draw(await readArrows())}$2`);
if (process.argv.includes("--check")) {
  if (drawn !== page) process.stderr.write(`${PAGE}: the picture is not current; run npm run docs:rooms\n`);
  process.exitCode = drawn === page ? 0 : 1;
} else writeFileSync(PAGE, drawn);

/** The imports between boxes, without those that a chain of others implies. */
async function readArrows(): Promise<Map<string, Set<string>>> {
  const { output } = await cruise(["src", "runtimes", "cli"], {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
  });
  const arrows = new Map<string, Set<string>>();
  for (const { source, dependencies } of (output as ICruiseResult).modules) {
    const from = boxOf(source);
    for (const { resolved } of dependencies) {
      const to = boxOf(resolved);
      if (from && to && from !== to) arrows.set(from, (arrows.get(from) ?? new Set()).add(to));
    }
  }
  return arrows;
}

function boxOf(path: string): string | undefined {
  const room = ROOMS.find((candidate) => new RegExp(patternOf(candidate.room)).test(path))?.room;
  if (room === undefined || !/^(src|runtimes|cli)/.test(room)) return undefined;
  return BOXES.find(([prefix]) => room === prefix || room.startsWith(prefix))?.[1] ?? room;
}

function draw(arrows: ReadonlyMap<string, ReadonlySet<string>>): string {
  const boxes = [...new Set(ROOMS.map(({ room }) => boxOf(room.endsWith(".ts") ? room : `${room}/x.ts`)))];
  const names = boxes.filter((box) => box !== undefined && box !== "").toReversed();
  const lines = names.flatMap((from) => {
    const targets = names.filter((to) => to !== undefined && arrows.get(from ?? "")?.has(to));
    const needed = targets.filter(
      (to) => !targets.some((other) => other !== to && reaches(other, to, arrows)),
    );
    return needed.map((to) => `  ${idOf(from)} --> ${idOf(to)}`);
  });
  const labels = names.map((name) => `  ${idOf(name)}["${name}"]`);
  return ["```mermaid", "flowchart TD", ...labels, ...lines, "```"].join("\n");
}

function reaches(from = "", to = "", arrows: ReadonlyMap<string, ReadonlySet<string>>): boolean {
  const seen = new Set([from]);
  for (const box of seen) for (const next of arrows.get(box) ?? []) seen.add(next);
  return seen.has(to);
}

function idOf(box = ""): string {
  return box.replace(/[^a-z]+/g, "_").replace(/_$/, "");
}
