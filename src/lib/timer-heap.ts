/** An entry of a binary heap. */
export interface HeapEntry {
  /** In milliseconds. */
  readonly timeMs: number;
  /** The entry's place in its heap. -1 if it is in none. */
  index: number;
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
