/** A bounded map that forgets what was asked for longest ago. */
export class Lru<Value> {
  readonly #entries = new Map<string, Value>();
  readonly #maxSize: number;
  readonly #onForget: (value: Value) => void;

  /** `onForget` is told of what had to go to make room, and of nothing else. */
  constructor(maxSize: number, onForget: (value: Value) => void = () => undefined) {
    this.#maxSize = maxSize;
    this.#onForget = onForget;
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
    if (this.#entries.size <= this.#maxSize) return;
    const [oldest] = this.#entries;
    if (!oldest) return;
    this.#entries.delete(oldest[0]);
    this.#onForget(oldest[1]);
  }

  delete(key: string): boolean {
    return this.#entries.delete(key);
  }

  values(): IterableIterator<Value> {
    return this.#entries.values();
  }
}
