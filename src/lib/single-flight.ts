/** Runs work that callers share while it is under way. */
export interface SingleFlight<T> {
  /** Joins the work under way, or starts it. */
  run(work: () => Promise<T>): Promise<T>;
  readonly isRunning: boolean;
}

/**
 * Makes a single flight. Work is forgotten once it settles, but only by its own run: a late one never clears a newer.
 * With `share` off every caller runs its own, as Workers need, where a promise must not cross from one request to
 * another.
 */
export function createSingleFlight<T>(share: boolean): SingleFlight<T> {
  let current: Promise<T> | undefined;
  return {
    run(work) {
      if (current && share) return current;
      const mine = work().finally(() => {
        if (current === mine) current = undefined;
      });
      current = mine;
      return mine;
    },
    get isRunning() {
      return current !== undefined;
    },
  };
}
