/** A bounded map that evicts the least recently used entry. */
export class Lru<Value> {
  readonly #entries = new Map<string, Value>();
  readonly #maxSize: number;
  readonly #onEvict: (value: Value) => void;
  readonly #mayEvict: (value: Value) => boolean;

  /**
   * Calls `onEvict` with each value that makes room for another one, but not for deleted values. Values that `mayEvict`
   * refuses stay, even if the map then exceeds `maxSize`.
   */
  constructor(
    maxSize: number,
    onEvict: (value: Value) => void = () => undefined,
    mayEvict: (value: Value) => boolean = () => true,
  ) {
    this.#maxSize = maxSize;
    this.#onEvict = onEvict;
    this.#mayEvict = mayEvict;
  }

  /** The number of entries. */
  get size(): number {
    return this.#entries.size;
  }

  /** Returns the value of a key, and marks it as the most recently used. */
  get(key: string): Value | undefined {
    const value = this.#entries.get(key);
    if (value === undefined) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, value);
    return value;
  }

  /** Sets the value of a key, and evicts older entries until the map fits its size. */
  set(key: string, value: Value): void {
    this.#entries.delete(key);
    this.#entries.set(key, value);
    for (const [oldest, evicted] of this.#entries) {
      if (oldest === key || this.#entries.size <= this.#maxSize) return;
      if (!this.#mayEvict(evicted)) continue;
      this.#entries.delete(oldest);
      this.#onEvict(evicted);
    }
  }

  /** Deletes an entry. Returns whether there was one. */
  delete(key: string): boolean {
    return this.#entries.delete(key);
  }

  /** Lists the values, the least recently used first. */
  values(): IterableIterator<Value> {
    return this.#entries.values();
  }
}

/** Deletes the oldest entries of a map until it fits its size, where a whole `Lru` would weigh too much. */
export function evictOldest(entries: Map<string, unknown>, maxSize: number): void {
  for (const oldest of entries.keys()) {
    if (entries.size <= maxSize) return;
    entries.delete(oldest);
  }
}
