/** What a timer queue needs of its runtime. */
export interface Timers {
  /** The time, in milliseconds since the epoch. */
  readonly now: () => number;
  /** Runs something after `ms` milliseconds. Returns a function that cancels it. */
  readonly runLater: (ms: number, run: () => void) => () => void;
}

interface Task extends HeapEntry {
  readonly run: () => void;
  isOff: boolean;
}

/** Below it, entries that are off are not worth a sweep. */
const MIN_SWEEP_SIZE = 64;

/**
 * Runs things at their times, any number of them on one timer: a heap by time and a timer for its head, so that an identity
 * costs O(log n) to schedule and nothing to keep.
 */
export class Schedule {
  readonly #ports: Timers;
  readonly #heap: Task[] = [];
  #live = 0;
  #timer: { readonly timeMs: number; readonly cancel: () => void } | undefined;

  constructor(ports: Timers) {
    this.#ports = ports;
  }

  /** How many things are still to be run. */
  get size(): number {
    return this.#live;
  }

  /** Runs something at a time, in milliseconds since the epoch. Answers a function that calls it off. */
  at(timeMs: number, run: () => void): () => void {
    const entry: Task = { timeMs, run, isOff: false };
    insert(this.#heap, entry);
    this.#live += 1;
    this.#arm();
    return () => this.#callOff(entry);
  }

  /** Calls everything off. */
  clear(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    for (const entry of this.#heap) entry.isOff = true;
    this.#heap.length = 0;
    this.#live = 0;
  }

  /** An entry that is off stays until its time, or until such entries are the most. */
  #callOff(entry: Task): void {
    if (entry.isOff) return;
    entry.isOff = true;
    this.#live -= 1;
    if (this.#heap.length < MIN_SWEEP_SIZE || this.#heap.length < 2 * this.#live) return;
    const live = this.#heap.filter(({ isOff }) => !isOff);
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

  /** A runtime's longest timer may end before the time has come: then nothing is due, and it is set again. */
  #runDue(): void {
    this.#timer = undefined;
    for (let [head] = this.#heap; head && this.#isDue(head); [head] = this.#heap) {
      removeHead(this.#heap);
      if (head.isOff) continue;
      this.#live -= 1;
      head.isOff = true;
      head.run();
    }
    this.#arm();
  }

  #isDue({ isOff, timeMs }: Task): boolean {
    return isOff || timeMs <= this.#ports.now();
  }
}

/** Something with a time, in milliseconds since the epoch. */
export interface HeapEntry {
  readonly timeMs: number;
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
