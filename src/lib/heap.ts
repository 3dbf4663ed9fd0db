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
