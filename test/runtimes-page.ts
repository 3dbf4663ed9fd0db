import { readFileSync, writeFileSync } from "node:fs";
import process from "node:process";
import { CAPABILITIES, type Capability, RUNTIMES, type Runtime } from "./capabilities.ts";

const PAGE = "docs/runtimes.md";
const SECTION = /(<!-- capabilities:.*-->\n)[\s\S]*?(<!-- \/capabilities -->)/;
const EXCERPT = /^```ts (examples\/\S+)\n([\s\S]*?)^```$/gm;

/** Writes the table of `docs/runtimes.md`; with `--check` only compares it. Checks what pages quote from examples. */
const mustOnlyCheck = process.argv.includes("--check");
const page = readFileSync(PAGE, "utf8");
const written = page.replace(SECTION, (_, start: string, end: string) => `${start}\n${table()}\n${end}`);
const isStale = written !== page;
if (isStale && !mustOnlyCheck) writeFileSync(PAGE, written);
const faults = [
  ...(SECTION.test(page) ? [] : [`${PAGE}: has no section for the capabilities`]),
  ...(isStale && mustOnlyCheck ? [`${PAGE}: is not up to date: npm run docs:runtimes`] : []),
  ...[PAGE, "README.md", "docs/agent.md"].flatMap(excerptFaults),
];
for (const fault of faults) process.stderr.write(`${fault}\n`);
process.stdout.write(
  `${PAGE}: ${isStale && !mustOnlyCheck ? "written" : "compared"}, ${faults.length} faults\n`,
);
process.exitCode = faults.length === 0 ? 0 : 1;

function table(): string {
  const columns = columnsOf(Object.values(RUNTIMES));
  const capabilities = Object.entries(CAPABILITIES).map(([name, meaning]) => {
    return row(meaning, columns, ([runtime]) => (runtime?.has.includes(name as Capability) ? "yes" : "–"));
  });
  const head = [
    row("", columns, titleOf),
    row("---", columns, () => ":-:"),
    row("import", columns, importOf),
  ];
  return `${[...head, ...capabilities].join("\n")}\n`;
}

/** One column for all versions of a runtime that are alike in everything. */
function columnsOf(runtimes: readonly Runtime[]): Runtime[][] {
  const columns = new Map<string, Runtime[]>();
  for (const runtime of runtimes) {
    const key = JSON.stringify([runtime.title.replace(/ \d+$/, ""), runtime.adapter, runtime.has]);
    columns.set(key, [...(columns.get(key) ?? []), runtime]);
  }
  return [...columns.values()];
}

function row(head: string, columns: readonly Runtime[][], cell: (column: Runtime[]) => string): string {
  return `| ${[head, ...columns.map(cell)].join(" | ")} |`;
}

function titleOf([first, ...others]: Runtime[]): string {
  return [first?.title, ...others.map(({ title }) => title.split(" ").at(-1))].join(", ");
}

function importOf([runtime]: Runtime[]): string {
  return runtime?.adapter === "web" ? "`podkey`" : `\`podkey/${runtime?.adapter}\``;
}

/** An excerpt may leave lines of its file out and indent less, but what it has stands there, in that order. */
function excerptFaults(path: string): string[] {
  return [...readFileSync(path, "utf8").matchAll(EXCERPT)].flatMap(([, example = "", text = ""]) => {
    const strange = firstMissingLine(linesOf(text), linesOf(readFileSync(example, "utf8")));
    return strange === undefined ? [] : [`${path}: ${example} has no such line, or not there: ${strange}`];
  });
}

function firstMissingLine(wanted: readonly string[], present: readonly string[]): string | undefined {
  let next = 0;
  return wanted.find((line) => {
    const index = present.indexOf(line, next);
    next = index + 1;
    return index === -1;
  });
}

function linesOf(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}
