import { currentNetwork } from "./network.ts";

/** A clock that stands still until a test moves it. */
export interface FakeClock {
  /** The wall clock, in milliseconds since the epoch. */
  readonly now: () => number;
  /** The clock that never steps, in milliseconds since a moment that has nothing to do with the epoch. */
  readonly monotonic: () => number;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  readonly runLater: (ms: number, run: () => void) => () => void;
  /** Every wait that came to its end, in milliseconds and in order: backoffs and expired timeouts. */
  readonly waits: readonly number[];
  /** Moves both clocks, and ends the waits that are due by then. */
  readonly advance: (ms: number) => void;
  /** Steps the wall clock alone, forward or back, as NTP does. No wait ends by it. */
  readonly stepWall: (ms: number) => void;
  /** Lets queued work finish, and moves the clock to the next due wait as long as the promise is open. */
  readonly settle: <T>(promise: Promise<T>) => Promise<T>;
  /** Moves the clock from wait to wait up to a time, in milliseconds since the epoch by an unstepped wall clock. */
  readonly runUntil: (timeMs: number) => Promise<void>;
}

interface Waiter {
  readonly dueAtMs: number;
  readonly ms: number;
  readonly wake: () => void;
}

const QUEUE_TURNS = 4;
const MAX_STEPS = 100_000;
/** More than the longest chain of promises between two waits. */
const DRAIN_TICKS = 60;
/** Far from any wall time, so that code which mixes the two clocks fails its tests. */
const MONOTONIC_START_MS = 5000;

/**
 * Makes a clock that starts at the given time. `drain` lets all work run that is under way, and returns `false`. Default: some
 * turns of the event loop, which real hashing and streams need.
 */
export function fakeClock(startMs: number, drain: () => Promise<false> = queueTurns): FakeClock {
  const startLeadMs = startMs - MONOTONIC_START_MS;
  let nowMs = MONOTONIC_START_MS;
  let wallLeadMs = startLeadMs;
  const waiters: Waiter[] = [];
  const waits: number[] = [];
  const wait = (ms: number, wake: () => void): (() => void) => {
    const waiter = { dueAtMs: nowMs + Math.max(0, ms), ms, wake };
    insertByTime(waiters, waiter);
    return () => remove(waiters, waiter);
  };
  const advance = (ms: number): void => {
    nowMs += ms;
    for (let [first] = waiters; first && first.dueAtMs <= nowMs; [first] = waiters) {
      waiters.shift();
      waits.push(first.ms);
      first.wake();
    }
  };
  const step = (limitMs: number): boolean => {
    const [next] = waiters;
    if (!next || next.dueAtMs > limitMs) return false;
    advance(Math.max(0, next.dueAtMs - nowMs));
    return true;
  };
  const settle = async <T>(promise: Promise<T>): Promise<T> => {
    const settled = promise.then(
      () => true,
      () => true,
    );
    for (let steps = 0; steps < MAX_STEPS; steps += 1) {
      if (await Promise.race([settled, drain()])) return promise;
      step(Infinity);
    }
    throw new Error("the promise stays open however far the clock moves");
  };
  const runUntil = async (timeMs: number): Promise<void> => {
    const limitMs = timeMs - startLeadMs;
    await drain();
    while (step(limitMs)) await drain();
    nowMs = Math.max(nowMs, limitMs);
  };
  return {
    now: () => nowMs + wallLeadMs,
    monotonic: () => nowMs,
    stepWall: (ms) => {
      wallLeadMs += ms;
    },
    sleep: (ms, signal) => sleepOn(wait, ms, signal),
    runLater: wait,
    waits,
    advance,
    settle,
    runUntil,
  };
}

/**
 * Makes a clock that needs no turn of the event loop, so that a day passes in a second. Only promises may stand between its
 * waits: no streams, no real hashing.
 */
export function virtualClock(startMs: number, drainTicks: number = DRAIN_TICKS): FakeClock {
  return fakeClock(startMs, async () => {
    for (let tick = 0; tick < drainTicks; tick += 1) await undefined;
    return false;
  });
}

function sleepOn(
  wait: (ms: number, wake: () => void) => () => void,
  ms: number,
  signal?: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason);
      return;
    }
    const cancel = wait(ms, resolve);
    const onAbort = (): void => {
      cancel();
      reject(signal?.reason);
    };
    signal?.addEventListener("abort", onAbort, { once: true });
  });
}

/** Keeps the order by time, and within one time the order of insertion. */
function insertByTime(waiters: Waiter[], waiter: Waiter): void {
  let [low, high] = [0, waiters.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const isLater = (waiters[middle]?.dueAtMs ?? Infinity) > waiter.dueAtMs;
    if (isLater) high = middle;
    else low = middle + 1;
  }
  waiters.splice(low, 0, waiter);
}

function remove(waiters: Waiter[], waiter: Waiter): void {
  const index = waiters.indexOf(waiter);
  if (index >= 0) waiters.splice(index, 1);
}

async function queueTurns(): Promise<false> {
  for (let turn = 0; turn < QUEUE_TURNS; turn += 1) await queueTurn();
  return false;
}

/** Lets everything that is queued run first, and every request arrive. */
export async function queueTurn(): Promise<void> {
  await new Promise((resolve) => {
    setTimeout(resolve, 0);
  });
  await currentNetwork().settle();
}
