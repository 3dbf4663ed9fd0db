import type { CaseResult, FileResult } from "../runner/results.ts";

type Run = () => unknown;

interface Suite {
  readonly file: string;
  readonly titles: readonly string[];
  readonly hooks: readonly Run[];
  readonly timeoutMs: number;
}

interface Case extends Suite {
  readonly title: string;
  readonly run: Run;
}

const CASE_TIMEOUT_MS = 5000;

let current: Suite = { file: "", titles: [], hooks: [], timeoutMs: CASE_TIMEOUT_MS };
const cases: Case[] = [];
let finishers: Run[] = [];

/** Assigns all following declarations to this file. */
export function enterFile(file: string): void {
  current = { file, titles: [], hooks: [], timeoutMs: CASE_TIMEOUT_MS };
}

export function addSuite(title: string, declare: Run, timeoutMs: number | undefined): void {
  const outer = current;
  current = {
    ...outer,
    titles: [...outer.titles, title],
    timeoutMs: timeoutMs ?? outer.timeoutMs,
  };
  declare();
  current = outer;
}

export function addHook(hook: Run): void {
  current = { ...current, hooks: [...current.hooks, hook] };
}

/** Calls a function once the running case has ended. */
export function addFinisher(finish: Run): void {
  finishers.push(finish);
}

export function addCase(title: string, run: Run, timeoutMs: number | undefined): void {
  cases.push({ ...current, title, run, timeoutMs: timeoutMs ?? current.timeoutMs });
}

/** Runs all cases, one after the other. */
export async function runCases(): Promise<FileResult[]> {
  const files = new Map<string, CaseResult[]>();
  for (const each of cases) {
    const results = files.get(each.file) ?? [];
    files.set(each.file, results);
    results.push(await runCase(each));
  }
  return [...files].map(([name, assertionResults]) => ({ name, assertionResults }));
}

async function runCase({ titles, title, hooks, run, timeoutMs }: Case): Promise<CaseResult> {
  const fullName = [...titles, title].join(" ");
  try {
    for (const hook of hooks) await hook();
    await inTime(run, timeoutMs);
    return { fullName, status: "passed", failureMessages: [] };
  } catch (error) {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { fullName, status: "failed", failureMessages: [message] };
  } finally {
    const ending = finishers;
    finishers = [];
    for (const finish of ending) await finish();
  }
}

/** Runs a case with a time limit, so that a hanging case does not stop the others. */
async function inTime(run: Run, timeoutMs: number): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`timed out in ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    await Promise.race([run(), timeout]);
  } finally {
    clearTimeout(timer);
  }
}
