/** The clock and the timer that a schedule runs on. */
export interface Timers {
  /** Returns the wall-clock time, in milliseconds since the epoch. */
  readonly now: () => number;
  /** Calls `run` after `ms` milliseconds. Returns a function that cancels the call. */
  readonly runLater: (ms: number, run: () => void) => () => void;
}

interface Task extends HeapEntry {
  readonly run: () => void;
  isCancelled: boolean;
}

/** A smaller heap is not worth a sweep for cancelled tasks. */
const MIN_SWEEP_SIZE = 64;

/**
 * Runs any number of tasks at their times, on a single timer for the earliest one. Scheduling costs O(log n); a waiting
 * task costs no timer.
 */
export class Schedule {
  readonly #ports: Timers;
  readonly #heap: Task[] = [];
  #live = 0;
  #timer: { readonly timeMs: number; readonly cancel: () => void } | undefined;

  constructor(ports: Timers) {
    this.#ports = ports;
  }

  /** The number of tasks that are still to run. */
  get size(): number {
    return this.#live;
  }

  /** Calls `run` at a time, in milliseconds since the epoch. Returns a function that cancels the call.
   * Throws `RangeError` for `NaN`. */
  at(timeMs: number, run: () => void): () => void {
    // A task without a time would be first for ever, and run in a loop.
    if (Number.isNaN(timeMs)) throw new RangeError("timeMs must be a number");
    const entry: Task = { timeMs, run, isCancelled: false };
    insert(this.#heap, entry);
    this.#live += 1;
    this.#arm();
    return () => this.#cancel(entry);
  }

  /** Cancels all tasks. */
  clear(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    for (const entry of this.#heap) entry.isCancelled = true;
    this.#heap.length = 0;
    this.#live = 0;
  }

  /** Leaves a cancelled task in the heap until its time, or until cancelled tasks are the majority. */
  #cancel(entry: Task): void {
    if (entry.isCancelled) return;
    entry.isCancelled = true;
    this.#live -= 1;
    if (this.#heap.length < MIN_SWEEP_SIZE || this.#heap.length < 2 * this.#live) return;
    const live = this.#heap.filter(({ isCancelled }) => !isCancelled);
    this.#heap.length = 0;
    for (const kept of live) insert(this.#heap, kept);
  }

  #arm(): void {
    const [head] = this.#heap;
    if (!head || (this.#timer && this.#timer.timeMs <= head.timeMs)) return;
    this.#timer?.cancel();
    const delayMs = Math.max(0, head.timeMs - this.#ports.now());
    const cancel = this.#ports.runLater(delayMs, () => this.#runDue());
    this.#timer = { timeMs: head.timeMs, cancel };
  }

  /** Runs what is due, and sets the timer again. A runtime's longest timer may end before the first task is due. */
  #runDue(): void {
    this.#timer = undefined;
    for (let [head] = this.#heap; head && this.#isDue(head); [head] = this.#heap) {
      removeHead(this.#heap);
      if (head.isCancelled) continue;
      this.#live -= 1;
      head.isCancelled = true;
      head.run();
    }
    this.#arm();
  }

  #isDue({ isCancelled, timeMs }: Task): boolean {
    return isCancelled || timeMs <= this.#ports.now();
  }
}

/** An entry of a heap. */
export interface HeapEntry {
  /** When the entry is due, in milliseconds since the epoch. */
  readonly timeMs: number;
}

/** Adds an entry to a binary heap whose first element is the earliest entry. */
export function insert<Entry extends HeapEntry>(heap: Entry[], entry: Entry): void {
  let index = heap.push(entry) - 1;
  while (index > 0) {
    const parent = (index - 1) >> 1;
    if (!isEarlier(heap, index, parent)) return;
    swap(heap, index, parent);
    index = parent;
  }
}

/** Removes the earliest entry of a heap. */
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
