/** A clock that stands still until it is told to move. */
export interface FakeClock {
  /** The wall clock, in milliseconds since the epoch. */
  readonly now: () => number;
  /** The clock that never steps, in milliseconds since a moment that has nothing to do with the epoch. */
  readonly monotonic: () => number;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  readonly runLater: (ms: number, run: () => void) => () => void;
  /** Every wait that came to its end, in milliseconds and in order: backoffs and expired timeouts. */
  readonly waits: readonly number[];
  /** Moves the clock, and ends the waits that are due by then. */
  readonly advance: (ms: number) => void;
  /** Steps the wall clock alone, forward or back, as NTP does. No wait ends by it. */
  readonly stepWall: (ms: number) => void;
  /** Lets queued work finish, and moves the clock to the next due wait as long as the promise is open. */
  readonly settle: <T>(promise: Promise<T>) => Promise<T>;
}

interface Waiter {
  readonly dueAtMs: number;
  readonly ms: number;
  readonly wake: () => void;
}

const QUEUE_TURNS = 4;
const MAX_STEPS = 2000;
/** Far from any wall time, so that code which mixes the two clocks fails its tests. */
const MONOTONIC_START_MS = 5000;

/** Makes a clock that starts at the given time. */
export function fakeClock(startMs: number): FakeClock {
  let nowMs = MONOTONIC_START_MS;
  let wallLeadMs = startMs - nowMs;
  const waiters = new Set<Waiter>();
  const waits: number[] = [];
  const advance = (ms: number): void => {
    nowMs += ms;
    for (let waiter = earliest(waiters); waiter && waiter.dueAtMs <= nowMs; waiter = earliest(waiters)) {
      waiters.delete(waiter);
      waits.push(waiter.ms);
      waiter.wake();
    }
  };
  const sleep = (ms: number, signal?: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      const waiter: Waiter = { dueAtMs: nowMs + ms, ms, wake: resolve };
      waiters.add(waiter);
      signal?.addEventListener("abort", () => {
        waiters.delete(waiter);
        reject(signal.reason);
      });
    });
  const runLater = (ms: number, run: () => void): (() => void) => {
    const timer = new AbortController();
    sleep(ms, timer.signal).then(run, () => undefined);
    return () => timer.abort();
  };
  const settle = async <T>(promise: Promise<T>): Promise<T> => {
    const settled = promise.then(
      () => true,
      () => true,
    );
    for (let step = 0; step < MAX_STEPS; step += 1) {
      if (await Promise.race([settled, queueTurns()])) return promise;
      const next = earliest(waiters);
      if (next) advance(Math.max(0, next.dueAtMs - nowMs));
    }
    throw new Error("the promise stays open however far the clock moves");
  };
  const stepWall = (ms: number): void => {
    wallLeadMs += ms;
  };
  return {
    now: () => nowMs + wallLeadMs,
    monotonic: () => nowMs,
    sleep,
    runLater,
    waits,
    advance,
    stepWall,
    settle,
  };
}

function earliest(waiters: Iterable<Waiter>): Waiter | undefined {
  let first: Waiter | undefined;
  for (const waiter of waiters) if (!first || waiter.dueAtMs < first.dueAtMs) first = waiter;
  return first;
}

async function queueTurns(): Promise<false> {
  for (let turn = 0; turn < QUEUE_TURNS; turn += 1) await queueTurn();
  return false;
}

/** Lets everything that is queued run first. */
export function queueTurn(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 0);
  });
}
