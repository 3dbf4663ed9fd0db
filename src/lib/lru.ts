/** A bounded map that forgets what was asked for longest ago. */
export class Lru<Value> {
  readonly #entries = new Map<string, Value>();
  readonly #maxSize: number;
  readonly #onForget: (value: Value) => void;
  readonly #mayForget: (value: Value) => boolean;

  /**
   * `onForget` is told of what had to go to make room, and of nothing else. What `mayForget` refuses stays, beyond the size
   * if need be.
   */
  constructor(
    maxSize: number,
    onForget: (value: Value) => void = () => undefined,
    mayForget: (value: Value) => boolean = () => true,
  ) {
    this.#maxSize = maxSize;
    this.#onForget = onForget;
    this.#mayForget = mayForget;
  }

  get size(): number {
    return this.#entries.size;
  }

  /** The value, which thereby becomes the last to go. */
  get(key: string): Value | undefined {
    const value = this.#entries.get(key);
    if (value === undefined) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, value);
    return value;
  }

  set(key: string, value: Value): void {
    this.#entries.delete(key);
    this.#entries.set(key, value);
    if (this.#entries.size > this.#maxSize) this.#makeRoom(key);
  }

  delete(key: string): boolean {
    return this.#entries.delete(key);
  }

  values(): IterableIterator<Value> {
    return this.#entries.values();
  }

  #makeRoom(newest: string): void {
    for (const [key, value] of this.#entries) {
      if (key === newest || this.#entries.size <= this.#maxSize) return;
      if (!this.#mayForget(value)) continue;
      this.#entries.delete(key);
      this.#onForget(value);
    }
  }
}
