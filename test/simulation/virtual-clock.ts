import type { FakeClock } from "../support/fake-clock.ts";

/** A clock that runs by itself through what is due, without a real timer: a day passes in a second. */
export interface VirtualClock extends FakeClock {
  /** Runs everything that is due until a time, in milliseconds since the epoch by an unstepped wall clock. */
  readonly runUntil: (timeMs: number) => Promise<void>;
}

interface Waiter {
  readonly dueAtMs: number;
  readonly ms: number;
  readonly wake: () => void;
}

/** More than the longest chain of promises between two waits. */
const DRAIN_TICKS = 60;
const MAX_STEPS = 10_000;

/** Makes a clock that starts at the given time. Only promises may stand between its waits: no streams, no real hashing. */
export function virtualClock(startMs: number, drainTicks: number = DRAIN_TICKS): VirtualClock {
  let nowMs = startMs;
  let wallLeadMs = 0;
  const waiters: Waiter[] = [];
  const waits: number[] = [];
  const wakeDue = (): void => {
    for (let [first] = waiters; first && first.dueAtMs <= nowMs; [first] = waiters) {
      waiters.shift();
      waits.push(first.ms);
      first.wake();
    }
  };
  const advance = (ms: number): void => {
    nowMs += ms;
    wakeDue();
  };
  const sleep: FakeClock["sleep"] = (ms, signal) =>
    new Promise((resolve, reject) => {
      const waiter = { dueAtMs: nowMs + Math.max(0, ms), ms, wake: resolve };
      const give = (): void => {
        remove(waiters, waiter);
        reject(signal?.reason);
      };
      if (signal?.aborted) return reject(signal.reason);
      insertByTime(waiters, waiter);
      signal?.addEventListener("abort", give, { once: true });
    });
  const runLater: FakeClock["runLater"] = (ms, run) => {
    const waiter = { dueAtMs: nowMs + Math.max(0, ms), ms, wake: run };
    insertByTime(waiters, waiter);
    return () => remove(waiters, waiter);
  };
  const step = (limitMs: number): boolean => {
    const [next] = waiters;
    if (!next || next.dueAtMs > limitMs) return false;
    advance(Math.max(0, next.dueAtMs - nowMs));
    return true;
  };
  const runUntil = async (timeMs: number): Promise<void> => {
    await drain(drainTicks);
    while (step(timeMs)) await drain(drainTicks);
    nowMs = Math.max(nowMs, timeMs);
  };
  const settle = async <T>(promise: Promise<T>): Promise<T> => {
    const state = { isOpen: true };
    const close = (): void => {
      state.isOpen = false;
    };
    promise.then(close, close);
    for (let steps = 0; steps < MAX_STEPS; steps += 1) {
      await drain(drainTicks);
      if (!state.isOpen) return promise;
      step(Infinity);
    }
    throw new Error("the promise stays open however far the clock moves");
  };
  return {
    now: () => nowMs + wallLeadMs,
    monotonic: () => nowMs - startMs,
    stepWall: (ms) => {
      wallLeadMs += ms;
    },
    sleep,
    runLater,
    waits,
    advance,
    settle,
    runUntil,
  };
}

function insertByTime(waiters: Waiter[], waiter: Waiter): void {
  const index = waiters.findIndex(({ dueAtMs }) => dueAtMs > waiter.dueAtMs);
  waiters.splice(index < 0 ? waiters.length : index, 0, waiter);
}

function remove(waiters: Waiter[], waiter: Waiter): void {
  const index = waiters.indexOf(waiter);
  if (index >= 0) waiters.splice(index, 1);
}

async function drain(ticks: number): Promise<void> {
  for (let tick = 0; tick < ticks; tick += 1) await undefined;
}
