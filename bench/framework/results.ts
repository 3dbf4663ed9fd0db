import { execFileSync } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { ROOT } from "../../tools/manifest.ts";
import type { Bench, Effort } from "./bench.ts";
import type { Group, ResultGroup, ResultRow, Row } from "./figures.ts";
import { type Machine, thisMachine } from "./machine.ts";
import { packageVersion, runtimeVersions } from "./runtimes.ts";
import { ratios, summarize } from "./statistics.ts";

/** What one run of a bench measured, on which machine and with which versions. */
export interface Result {
  readonly bench: string;
  readonly command: string;
  /** ISO 8601, in UTC. */
  readonly measuredAt: string;
  readonly seconds: number;
  readonly effort: Effort;
  readonly machine: Machine;
  readonly runtimes: Readonly<Record<string, string>>;
  readonly packages: Readonly<Record<string, string>>;
  readonly groups: readonly ResultGroup[];
}

const FOLDER = "bench/results";
const FRACTION_DIGITS = 4;
const MAX_OUTPUT_BYTES = 16 * 2 ** 20;

/** Sums up the samples of every row, and adds machine and versions. */
export function toResult(bench: Bench, effort: Effort, groups: readonly Group[], seconds: number): Result {
  return {
    bench: bench.name,
    command: `npm run bench -- ${bench.name}`,
    measuredAt: new Date().toISOString(),
    seconds: Math.round(seconds),
    effort,
    machine: thisMachine(),
    runtimes: runtimeVersions(),
    packages: Object.fromEntries(bench.packages.map((name) => [name, packageVersion(name)])),
    groups: groups.map((group) => ({ ...group, rows: group.rows.map((row) => summarizeRow(row, group)) })),
  };
}

/** Writes a result over that of the bench's last run, which git still holds once it is committed. */
export async function saveResult(result: Result): Promise<void> {
  await mkdir(`${ROOT}/${FOLDER}`, { recursive: true });
  await writeFile(`${ROOT}/${pathOf(result.bench)}`, `${JSON.stringify(result, shorten, 1)}\n`);
}

/** Reads the result of a bench's last run, or `undefined` if it has never been run. */
export async function readResult(bench: string): Promise<Result | undefined> {
  const text = await readFile(`${ROOT}/${pathOf(bench)}`, "utf8").catch(ignoreMissing);
  return text === undefined ? undefined : (JSON.parse(text) as Result);
}

/** Reads the last committed result of a bench that is of another run, or `undefined` where the history has none. */
export function readPreviousResult({ bench, measuredAt }: Result): Result | undefined {
  const commits = git("log", "--format=%H", "--diff-filter=AM", "--", pathOf(bench)).split("\n");
  for (const commit of commits.filter((line) => line !== "")) {
    const result = JSON.parse(git("show", `${commit}:${pathOf(bench)}`)) as Result;
    if (result.measuredAt !== measuredAt) return result;
  }
  return undefined;
}

function git(...args: readonly string[]): string {
  return execFileSync("git", args, { cwd: ROOT, encoding: "utf8", maxBuffer: MAX_OUTPUT_BYTES });
}

function summarizeRow(row: Row, { rows, better, uncompared }: Group): ResultRow {
  const { baseline } = row;
  const own = rows.find(({ contender, kind }) => (baseline ? contender === baseline : kind === "podkey"));
  const isCompared = own && row.kind !== "podkey" && !uncompared;
  // A division by a figure of zero gives no factor.
  const factors = isCompared ? ratios(own.samples, row.samples, better).filter(Number.isFinite) : [];
  return {
    ...row,
    ...summarize(row.samples),
    ...(factors.length > 0 && { ratio: summarize(factors) }),
  };
}

function pathOf(bench: string): string {
  return `${FOLDER}/${bench}.json`;
}

/** Drops digits that the clock cannot measure, so that the files stay small. */
function shorten(_key: string, value: unknown): unknown {
  if (typeof value !== "number" || Number.isInteger(value)) return value;
  return value > 1000 ? Math.round(value) : Number(value.toFixed(FRACTION_DIGITS));
}

function ignoreMissing(error: unknown): undefined {
  if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
  throw error;
}
