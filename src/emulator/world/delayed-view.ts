interface Version<Value> {
  readonly value: Value | undefined;
  readonly effectiveAtMs: number;
}

/** What the rest of AWS sees of a table that propagates slowly: each change takes effect at its own time. */
export class DelayedView<Value> {
  readonly #versions = new Map<string, Version<Value>[]>();

  /** Records a change; `undefined` removes. */
  set(key: string, value: Value | undefined, effectiveAtMs: number, nowMs: number): void {
    const inForce = this.#current(key, nowMs);
    if (effectiveAtMs <= nowMs && value === undefined) this.#versions.delete(key);
    else if (effectiveAtMs <= nowMs) this.#versions.set(key, [{ value, effectiveAtMs }]);
    else this.#versions.set(key, [...inForce, { value, effectiveAtMs }]);
  }

  /** The value in force at a time. */
  at(key: string, nowMs: number): Value | undefined {
    const [first] = this.#current(key, nowMs);
    return first !== undefined && first.effectiveAtMs <= nowMs ? first.value : undefined;
  }

  /** The value whose removal has not taken effect yet. */
  beingRemoved(key: string, nowMs: number): Value | undefined {
    const versions = this.#current(key, nowMs);
    const last = versions.at(-1);
    if (last === undefined || last.value !== undefined || last.effectiveAtMs <= nowMs) return undefined;
    return versions.at(-2)?.value;
  }

  // Drops what a later version has replaced, so the first one left is in force or still to come.
  #current(key: string, nowMs: number): Version<Value>[] {
    const versions = this.#versions.get(key) ?? [];
    let inForce = versions.length - 1;
    while (inForce > 0 && (versions[inForce]?.effectiveAtMs ?? 0) > nowMs) inForce--;
    if (inForce <= 0) return versions;
    const kept = versions.slice(inForce);
    this.#versions.set(key, kept);
    return kept;
  }
}
