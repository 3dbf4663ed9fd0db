/** What a timer queue needs of its runtime. */
export interface Timers {
  /** The wall clock, in milliseconds since the epoch. */
  readonly now: () => number;
  /** A clock that never steps, in milliseconds. */
  readonly monotonic: () => number;
  /** Runs something after `ms` milliseconds. Returns a function that cancels it. */
  readonly runLater: (ms: number, run: () => void) => () => void;
}

/** An entry of a binary heap. */
export interface HeapEntry {
  /** In milliseconds. */
  readonly timeMs: number;
  /** The entry's place in its heap. -1 if it is in none. */
  index: number;
}

interface Task extends HeapEntry {
  readonly run: () => void;
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
  #timer: { readonly dueAtMs: number; readonly cancel: () => void } | undefined;

  constructor(timers: Timers) {
    this.#timers = timers;
    this.#wall = { clock: () => timers.now(), heap: [] };
    this.#steady = { clock: () => timers.monotonic(), heap: [] };
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

  #add({ heap }: Lane, timeMs: number, run: () => void): () => void {
    if (Number.isNaN(timeMs)) throw new RangeError("timeMs must be a number");
    const task: Task = { timeMs, run, index: heap.length };
    insert(heap, task);
    this.#arm();
    return () => {
      if (task.index >= 0) remove(heap, task);
    };
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

/** Adds an entry to a binary heap whose head is the earliest. */
export function insert<Entry extends HeapEntry>(heap: Entry[], entry: Entry): void {
  put(heap, entry, heap.length);
  rise(heap, entry);
}

/** Removes an entry from its heap. */
export function remove<Entry extends HeapEntry>(heap: Entry[], entry: Entry): void {
  const last = heap.pop() ?? entry;
  if (last !== entry) {
    put(heap, last, entry.index);
    rise(heap, last);
    sink(heap, last);
  }
  entry.index = -1;
}

/** Swaps an entry with the one above it, as long as that is later. */
function rise<Entry extends HeapEntry>(heap: Entry[], entry: Entry): void {
  for (;;) {
    const parent = heap[(entry.index - 1) >> 1];
    if (!parent || parent.timeMs <= entry.timeMs) return;
    swap(heap, entry, parent);
  }
}

/** Swaps an entry with the earlier one of the two below it, as long as that is earlier. */
function sink<Entry extends HeapEntry>(heap: Entry[], entry: Entry): void {
  for (;;) {
    const left = heap[2 * entry.index + 1];
    const right = heap[2 * entry.index + 2];
    const child = left && right && right.timeMs < left.timeMs ? right : left;
    if (!child || child.timeMs >= entry.timeMs) return;
    swap(heap, entry, child);
  }
}

function swap<Entry extends HeapEntry>(heap: Entry[], a: Entry, b: Entry): void {
  const { index } = a;
  put(heap, a, b.index);
  put(heap, b, index);
}

function put<Entry extends HeapEntry>(heap: Entry[], entry: Entry, index: number): void {
  heap[index] = entry;
  entry.index = index;
}
