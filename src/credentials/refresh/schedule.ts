import { insert, remove } from "../../lib/timer-heap.ts";
import { BackgroundRenewal, type Planner, type Renewable, type Task } from "./background-renewal.ts";

/** What a schedule needs of its runtime. */
export interface Timers {
  /** The wall clock, in milliseconds since the epoch. */
  readonly now: () => number;
  /** A clock that never steps, in milliseconds. */
  readonly monotonic: () => number;
  /** Runs something after `ms` milliseconds. Returns a function that cancels it. */
  readonly runLater: (ms: number, run: () => void) => () => void;
}

/** The tasks of one clock. */
interface Lane {
  readonly clock: () => number;
  readonly heap: Task[];
}

/** The wall clock may step, and some machines' timers stand still during a suspension: look at the clocks this often. */
const MAX_TIMER_MS = 60_000;

/**
 * Runs any number of tasks at their times on one timer, so that an identity costs O(log n) to schedule and nothing to keep.
 * A task belongs to one of two clocks. `at` goes by the wall clock, for expirations: after a step of that clock the task runs at
 * most a minute late. `atMonotonic` goes by the clock that never steps, for backoffs.
 */
export class Schedule {
  readonly #timers: Timers;
  readonly #wall: Lane;
  readonly #steady: Lane;
  readonly #planner: Planner;
  #timer: { readonly dueAtMs: number; readonly cancel: () => void } | undefined;

  constructor(timers: Timers) {
    this.#timers = timers;
    this.#wall = { clock: () => timers.now(), heap: [] };
    this.#steady = { clock: () => timers.monotonic(), heap: [] };
    this.#planner = {
      at: (task) => this.#plan(this.#wall, task),
      atMonotonic: (task) => this.#plan(this.#steady, task),
      cancel: (task) => this.#cancel(task),
    };
  }

  /** How many tasks are still to be run. */
  get size(): number {
    return this.#wall.heap.length + this.#steady.heap.length;
  }

  /** Runs a task at a time, in milliseconds since the epoch. Returns a function that cancels it. Throws `RangeError` for NaN. */
  at(timeMs: number, run: () => void): () => void {
    return this.#add(this.#wall, timeMs, run);
  }

  /** Runs a task at a time of the monotonic clock, in milliseconds. Returns and throws as `at` does. */
  atMonotonic(timeMs: number, run: () => void): () => void {
    return this.#add(this.#steady, timeMs, run);
  }

  /** Cancels all tasks. */
  clear(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    for (const { heap } of [this.#wall, this.#steady]) {
      for (const task of heap) task.index = -1;
      heap.length = 0;
    }
  }

  /**
   * Prepares background renewals of an identity, each of which `planNext` plans. `refresh` calls it, so that a program
   * without a schedule does not carry their code.
   */
  renewAhead(identity: Renewable): BackgroundRenewal {
    return new BackgroundRenewal(this.#planner, identity);
  }

  #add(lane: Lane, timeMs: number, run: () => void): () => void {
    if (Number.isNaN(timeMs)) throw new RangeError("timeMs must be a number");
    const task = { timeMs, run, index: -1 };
    this.#plan(lane, task);
    return () => this.#cancel(task);
  }

  #plan({ heap }: Lane, task: Task): void {
    insert(heap, task);
    this.#arm();
  }

  #cancel(task: Task): void {
    for (const { heap } of [this.#wall, this.#steady]) {
      if (heap[task.index] === task) remove(heap, task);
    }
  }

  #arm(): void {
    const delayMs = Math.min(dueInMs(this.#wall), dueInMs(this.#steady));
    if (delayMs === Infinity) return;
    // Whole milliseconds: a wait that rounds to nothing would be set again and again.
    const waitMs = Math.max(0, Math.min(Math.ceil(delayMs), MAX_TIMER_MS));
    const dueAtMs = this.#timers.monotonic() + waitMs;
    if (this.#timer && this.#timer.dueAtMs <= dueAtMs) return;
    this.#timer?.cancel();
    this.#timer = { dueAtMs, cancel: this.#timers.runLater(waitMs, () => this.#runDue()) };
  }

  /** The timer may fire before any task is due; then it is only set again. */
  #runDue(): void {
    this.#timer = undefined;
    runLane(this.#wall);
    runLane(this.#steady);
    this.#arm();
  }
}

function dueInMs({ heap: [head], clock }: Lane): number {
  return head ? head.timeMs - clock() : Infinity;
}

function runLane({ heap, clock }: Lane): void {
  for (let [head] = heap; head && head.timeMs <= clock(); [head] = heap) {
    remove(heap, head);
    head.run();
  }
}
