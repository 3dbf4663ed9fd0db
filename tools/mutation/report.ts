import { readFileSync } from "node:fs";
import { dirname, relative } from "node:path";
import type { MutantStatus } from "@stryker-mutator/api/core";
import { ROOT } from "../manifest.ts";
import type { MutantRecord } from "./records.ts";

/** A mutant that no test can kill, because it behaves as the original. */
interface Equivalent {
  /** Path of the file, from the project's top. */
  readonly path: string;
  /** The original code that is replaced. */
  readonly original: string;
  readonly replacement: string;
  /** Why the mutant behaves as the original. */
  readonly reason: string;
}

interface Counts {
  killed: number;
  timeout: number;
  survived: number;
  uncovered: number;
  equivalent: number;
}

const EQUIVALENTS = `${ROOT}/tools/mutation/equivalents.json`;
/** A mutant that hangs counts as found. It is listed, because a busy machine makes a slow one look so. */
const VERDICTS: Partial<Record<MutantStatus, string>> = { NoCoverage: "no test covers", Timeout: "hangs" };
const COLUMN_WIDTH = 10;
const MAX_CODE_LENGTH = 100;

/** Writes the score of each folder, each survivor, and each mutant that hung. `score` is that of all folders, in percent. */
export function reportOn(records: readonly MutantRecord[]): { text: string; score: number } {
  const equivalents = JSON.parse(readFileSync(EQUIVALENTS, "utf8")) as readonly Equivalent[];
  const notable: string[] = [];
  const folders = new Map<string, Counts>();
  for (const record of records) {
    const path = relative(ROOT, record.path);
    const counts = folders.get(dirname(path)) ?? emptyCounts();
    folders.set(dirname(path), counts);
    const original = originalOf(record);
    const key = keyOf({ path, original, replacement: record.replacement });
    const isEquivalent = equivalents.some((known) => keyOf(known) === key);
    if (record.status === "Killed") counts.killed += 1;
    else if (record.status === "Timeout") {
      counts.timeout += 1;
      notable.push(describe(path, record, original));
    } else if (record.status !== "Survived" && record.status !== "NoCoverage") continue;
    else if (isEquivalent) counts.equivalent += 1;
    else {
      counts[record.status === "Survived" ? "survived" : "uncovered"] += 1;
      notable.push(describe(path, record, original));
    }
  }
  const total = [...folders.values()].reduce(add, emptyCounts());
  const rows = [...folders]
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([folder, counts]) => row(folder, counts));
  const head = ["score", ...Object.keys(total)].map((title) => title.padStart(COLUMN_WIDTH)).join("");
  const text = [...notable.toSorted(), "", `${"".padEnd(40)}${head}`, ...rows, row("all", total), ""].join(
    "\n",
  );
  return { text, score: scoreOf(total) };
}

function emptyCounts(): Counts {
  return { killed: 0, timeout: 0, survived: 0, uncovered: 0, equivalent: 0 };
}

function add(sum: Counts, more: Counts): Counts {
  const { killed, timeout, survived, uncovered, equivalent } = more;
  return {
    killed: sum.killed + killed,
    timeout: sum.timeout + timeout,
    survived: sum.survived + survived,
    uncovered: sum.uncovered + uncovered,
    equivalent: sum.equivalent + equivalent,
  };
}

function scoreOf({ killed, timeout, survived, uncovered }: Counts): number {
  const detected = killed + timeout;
  const all = detected + survived + uncovered;
  return all === 0 ? 100 : (detected / all) * 100;
}

function row(folder: string, counts: Counts): string {
  const cells = [`${scoreOf(counts).toFixed(1)} %`, ...Object.values(counts).map(String)];
  return `${folder.padEnd(40)}${cells.map((cell) => cell.padStart(COLUMN_WIDTH)).join("")}`;
}

function describe(
  path: string,
  { location, mutatorName, replacement, status }: MutantRecord,
  original: string,
): string {
  const verdict = VERDICTS[status] ?? "no test notices";
  return `${path}:${location.start.line}: ${verdict} ${mutatorName}: ${shorten(original)}  →  ${shorten(replacement)}`;
}

function originalOf({ path, location: { start, end } }: MutantRecord): string {
  const lines = readFileSync(path, "utf8")
    .split("\n")
    .slice(start.line - 1, end.line);
  const last = lines.length - 1;
  lines[last] = (lines[last] ?? "").slice(0, end.column - 1);
  lines[0] = (lines[0] ?? "").slice(start.column - 1);
  return lines.join("\n");
}

function keyOf({ path, original, replacement }: Omit<Equivalent, "reason">): string {
  return [path, original, replacement].map((part) => part.replaceAll(/\s+/g, " ")).join("\n");
}

function shorten(code: string): string {
  const line = code.replaceAll(/\s+/g, " ");
  return line.length > MAX_CODE_LENGTH ? `${line.slice(0, MAX_CODE_LENGTH)}…` : line;
}
