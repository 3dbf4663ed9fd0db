/** What a timer queue needs of its runtime. */
export interface Timers {
  /** The wall clock, in milliseconds since the epoch. */
  readonly now: () => number;
  /** A clock that never steps, in milliseconds. */
  readonly monotonic: () => number;
  /** Runs something after `ms` milliseconds. Returns a function that cancels it. */
  readonly runLater: (ms: number, run: () => void) => () => void;
}

/** A task by its time, on one clock. */
export interface HeapEntry {
  /** In milliseconds. */
  readonly timeMs: number;
}

interface Task extends HeapEntry {
  readonly run: () => void;
  isOff: boolean;
}

/** The tasks of one clock. */
interface Lane {
  readonly clock: () => number;
  readonly heap: Task[];
  live: number;
}

/** A heap of fewer cancelled tasks is not worth a sweep. */
const MIN_SWEEP_SIZE = 64;

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
  #timer: { readonly dueAtMs: number; readonly cancel: () => void } | undefined;

  constructor(timers: Timers) {
    this.#timers = timers;
    this.#wall = { clock: () => timers.now(), heap: [], live: 0 };
    this.#steady = { clock: () => timers.monotonic(), heap: [], live: 0 };
  }

  /** How many tasks are still to be run. */
  get size(): number {
    return this.#wall.live + this.#steady.live;
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
    for (const lane of [this.#wall, this.#steady]) {
      for (const task of lane.heap) task.isOff = true;
      lane.heap.length = 0;
      lane.live = 0;
    }
  }

  #add(lane: Lane, timeMs: number, run: () => void): () => void {
    if (Number.isNaN(timeMs)) throw new RangeError("timeMs must be a number");
    const task: Task = { timeMs, run, isOff: false };
    insert(lane.heap, task);
    lane.live += 1;
    this.#arm();
    return () => cancelTask(lane, task);
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

function runLane(lane: Lane): void {
  for (let [head] = lane.heap; head && (head.isOff || head.timeMs <= lane.clock()); [head] = lane.heap) {
    removeHead(lane.heap);
    if (head.isOff) continue;
    lane.live -= 1;
    head.isOff = true;
    head.run();
  }
}

/** Cancels a task. It stays in the heap until its time, or until cancelled tasks are the majority. */
function cancelTask(lane: Lane, task: Task): void {
  if (task.isOff) return;
  task.isOff = true;
  lane.live -= 1;
  if (lane.heap.length < MIN_SWEEP_SIZE || lane.heap.length < 2 * lane.live) return;
  const live = lane.heap.filter(({ isOff }) => !isOff);
  lane.heap.length = 0;
  for (const kept of live) insert(lane.heap, kept);
}

/** Adds an entry to a binary heap whose head is the earliest. */
export function insert<Entry extends HeapEntry>(heap: Entry[], entry: Entry): void {
  let index = heap.push(entry) - 1;
  while (index > 0) {
    const parent = (index - 1) >> 1;
    if (!isEarlier(heap, index, parent)) return;
    swap(heap, index, parent);
    index = parent;
  }
}

/** Removes the earliest entry. */
export function removeHead<Entry extends HeapEntry>(heap: Entry[]): void {
  const last = heap.pop();
  if (!last || heap.length === 0) return;
  heap[0] = last;
  let index = 0;
  for (;;) {
    const left = 2 * index + 1;
    const right = left + 1;
    const child = right < heap.length && isEarlier(heap, right, left) ? right : left;
    if (child >= heap.length || !isEarlier(heap, child, index)) return;
    swap(heap, index, child);
    index = child;
  }
}

function isEarlier(heap: readonly HeapEntry[], a: number, b: number): boolean {
  return (heap[a]?.timeMs ?? Infinity) < (heap[b]?.timeMs ?? Infinity);
}

function swap<Entry>(heap: Entry[], a: number, b: number): void {
  const [first, second] = [heap[a], heap[b]];
  if (!first || !second) return;
  heap[a] = second;
  heap[b] = first;
}
