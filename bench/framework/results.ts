import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { ROOT } from "../../tools/manifest.ts";
import type { Bench, Effort, Group, Row } from "./bench.ts";
import { type Machine, thisMachine } from "./machine.ts";
import { packageVersion, runtimeVersions } from "./runtimes.ts";
import { ratios, type Summary, summarize } from "./statistics.ts";

/** A row with its figures summed up. */
export interface ResultRow extends Row, Summary {
  /** By what factor podkey is better than this row, over the rounds. */
  readonly ratio?: Summary;
}

/** A group as it is kept. */
export interface ResultGroup extends Omit<Group, "rows"> {
  readonly rows: readonly ResultRow[];
}

/** What one run of a bench found, and on what. */
export interface Result {
  readonly bench: string;
  readonly command: string;
  /** ISO 8601. */
  readonly measuredAt: string;
  readonly seconds: number;
  readonly effort: Effort;
  readonly machine: Machine;
  readonly runtimes: Readonly<Record<string, string>>;
  readonly packages: Readonly<Record<string, string>>;
  readonly groups: readonly ResultGroup[];
}

/** Which of two runs: the last one, or the one before it. */
export type Age = "latest" | "previous";

const FOLDER = `${ROOT}/bench/results`;
const FRACTION_DIGITS = 4;

/** Sums up what a bench measured. */
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

/** Keeps a result. What was the latest becomes the one before it. */
export async function saveResult(result: Result): Promise<void> {
  await mkdir(`${FOLDER}/previous`, { recursive: true });
  await rename(pathOf(result.bench, "latest"), pathOf(result.bench, "previous")).catch(ignoreMissing);
  await writeFile(pathOf(result.bench, "latest"), `${JSON.stringify(result, shorten, 1)}\n`);
}

/** Reads a kept result, or `undefined` where there is none. */
export async function readResult(bench: string, age: Age): Promise<Result | undefined> {
  const text = await readFile(pathOf(bench, age), "utf8").catch(ignoreMissing);
  return text === undefined ? undefined : (JSON.parse(text) as Result);
}

function summarizeRow(row: Row, { rows, better, apart }: Group): ResultRow {
  const { beside } = row;
  const own = rows.find(({ contender, kind }) => (beside ? contender === beside : kind === "podkey"));
  const isCompared = own && row.kind !== "podkey" && !apart;
  // Nothing is a factor of nothing.
  const factors = isCompared ? ratios(own.samples, row.samples, better).filter(Number.isFinite) : [];
  return {
    ...row,
    ...summarize(row.samples),
    ...(factors.length > 0 && { ratio: summarize(factors) }),
  };
}

function pathOf(bench: string, age: Age): string {
  return age === "latest" ? `${FOLDER}/${bench}.json` : `${FOLDER}/previous/${bench}.json`;
}

/** Digits beyond the clock's are noise, and made of bytes. */
function shorten(_key: string, value: unknown): unknown {
  if (typeof value !== "number" || Number.isInteger(value)) return value;
  return value > 1000 ? Math.round(value) : Number(value.toFixed(FRACTION_DIGITS));
}

function ignoreMissing(error: unknown): undefined {
  if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
  throw error;
}
