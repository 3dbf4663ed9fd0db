import { Bench } from "tinybench";
import type { Kind } from "./figures.ts";

// Runs inside the runtime that is measured, so it imports nothing of a runtime.

/** Work to be timed against that of others. Answers a promise or not; it is awaited only if so. */
export interface Contender {
  readonly name: string;
  readonly kind: Kind;
  readonly run: () => unknown;
  /** How many calls one run makes. Default 1. */
  readonly calls?: number;
  /** The contender that this one is compared with. Default: the suite's first of podkey's. */
  readonly baseline?: string | undefined;
}

/** Contenders that do the same work. */
export interface Suite {
  readonly name: string;
  readonly contenders: readonly Contender[];
}

/** What a suite's contender took in each round, in µs a call. */
export interface Timing {
  readonly suite: string;
  readonly contender: string;
  readonly kind: Kind;
  readonly baseline?: string | undefined;
  readonly samples: number[];
}

/** How long to measure. */
export interface RoundSettings {
  readonly rounds: number;
  readonly turnMs: number;
  /** The least that one reading of the clock should span. workerd's clock goes in steps of a millisecond. */
  readonly batchMs: number;
  readonly warmUpRounds: number;
}

interface Prepared {
  readonly timing: Timing;
  /** Runs the contender so often that the clock can tell. */
  readonly batch: () => unknown;
  readonly calls: number;
}

const MAX_RUNS = 2 ** 22;

/**
 * Times suites: a round gives each contender one turn, in an order of chance, because each
 * leaves garbage to the next. Rounds before them warm up.
 */
export async function timeSuites(suites: readonly Suite[], settings: RoundSettings): Promise<Timing[]> {
  const timings: Timing[] = [];
  for (const suite of suites) {
    const prepared: Prepared[] = [];
    for (const contender of suite.contenders) prepared.push(await prepare(suite, contender, settings));
    for (let round = -settings.warmUpRounds; round < settings.rounds; round += 1) {
      for (const { timing, batch, calls } of shuffled(prepared)) {
        const batchMs = await takeTurn(batch, settings.turnMs);
        if (round >= 0) timing.samples.push((batchMs * 1000) / calls);
      }
    }
    timings.push(...prepared.map(({ timing }) => timing));
  }
  return timings;
}

/** One turn, by tinybench: the mean, because what a contender leaves to the garbage collector is its cost too. */
async function takeTurn(batch: () => unknown, turnMs: number): Promise<number> {
  const bench = new Bench({ time: turnMs, iterations: 1, warmup: false, throws: true });
  bench.add("turn", batch);
  const [task] = await bench.run();
  const result = task?.result;
  if (!result || !("latency" in result)) throw new Error("a turn ended without a result");
  return result.latency.mean;
}

/** Doubles the calls of a batch until the clock can tell them, which warms the code up too. */
async function prepare(suite: Suite, contender: Contender, { batchMs }: RoundSettings): Promise<Prepared> {
  const { name, kind, run, calls = 1, baseline } = contender;
  const first = run();
  await first;
  const timing = { suite: suite.name, contender: name, kind, baseline, samples: [] };
  for (let runs = 1; ; runs *= 2) {
    const batch = repeat(run, runs, isPromise(first));
    const startedMs = performance.now();
    await batch();
    const isLong = performance.now() - startedMs >= batchMs || runs >= MAX_RUNS;
    if (isLong) return { timing, batch, calls: runs * calls };
  }
}

function repeat(run: () => unknown, times: number, isAsync: boolean): () => unknown {
  if (isAsync) {
    return async () => {
      for (let time = 0; time < times; time += 1) await run();
    };
  }
  return () => {
    for (let time = 0; time < times; time += 1) run();
  };
}

function isPromise(value: unknown): boolean {
  return typeof value === "object" && value !== null && "then" in value;
}

/** Returns the same items in a random order. */
export function shuffled<T>(items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, place: Math.random() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ item }) => item);
}
