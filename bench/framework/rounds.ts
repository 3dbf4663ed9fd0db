import { Bench } from "tinybench";
import type { Kind } from "./figures.ts";

// Runs inside the measured runtime, so it imports no module of a particular runtime.

/** Work whose time is compared with that of other contenders. */
export interface Contender {
  readonly name: string;
  readonly kind: Kind;
  /** Does the work once. A returned promise is awaited. */
  readonly run: () => unknown;
  /** How many calls one run makes. Default: 1. */
  readonly calls?: number;
  /** Name of the contender that this one is compared with. Default: the suite's first of podkey's. */
  readonly baseline?: string | undefined;
}

/** Contenders that do the same work. */
export interface Suite {
  readonly name: string;
  readonly contenders: readonly Contender[];
}

/** How long a contender took in each round. */
export interface Timing {
  readonly suite: string;
  readonly contender: string;
  readonly kind: Kind;
  readonly baseline?: string | undefined;
  /** Microseconds a call, one figure a round. */
  readonly samples: number[];
}

/** How to measure in one process. */
export interface RoundSettings {
  readonly rounds: number;
  readonly turnMs: number;
  /** Least duration between two readings of the clock, in milliseconds. workerd's clock steps by one millisecond. */
  readonly batchMs: number;
  readonly warmUpRounds: number;
}

interface Prepared {
  readonly timing: Timing;
  /** Runs the contender often enough for the clock to measure. */
  readonly batch: () => unknown;
  readonly calls: number;
}

const MAX_RUNS = 2 ** 22;

/**
 * Times suites. Each round gives every contender one turn, in a random order, because each leaves garbage to the next one. The
 * first rounds warm up and are not counted.
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

/** Returns the mean duration of a batch during one turn: the mean, because garbage collection is part of the cost. */
async function takeTurn(batch: () => unknown, turnMs: number): Promise<number> {
  const bench = new Bench({ time: turnMs, iterations: 1, warmup: false, throws: true });
  bench.add("turn", batch);
  const [task] = await bench.run();
  const result = task?.result;
  if (!result || !("latency" in result)) throw new Error("a turn ended without a result");
  return result.latency.mean;
}

/** Doubles the runs of a batch until the clock can measure it. This also warms up the code. */
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
