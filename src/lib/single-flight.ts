/** Work of which at most one run is in progress. */
export interface SingleFlight<T> {
  /** Joins the run in progress, or starts one. */
  run(work: () => Promise<T>): Promise<T>;
  /** Whether a run is in progress. */
  readonly isRunning: boolean;
}

/**
 * Creates a single flight. A run that settles late never clears a newer one. Without `share`, each caller runs its own
 * work, because on Workers a promise must not cross from one request to another.
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
