import type { RenewalOptions } from "./renewal.ts";
import type { Schedule } from "./schedule.ts";

/** Keeps one entry of a schedule for an identity. */
export interface Ahead {
  /** Plans the next renewal by what the cell holds now. */
  plan(): void;
  /** Plans nothing any more. */
  stop(): void;
}

/**
 * Renews credentials ahead of time, as long as somebody uses them: those that nobody asked for since they came are left to
 * expire, so that dead identities cost nothing.
 */
export function renewAhead(
  schedule: Schedule,
  { cell }: RenewalOptions,
  start: () => Promise<unknown>,
): Ahead {
  let cancel: (() => void) | undefined;
  let isStopped = false;
  const runIfUsed = (): void => {
    if (cell.usedAtMs > cell.refreshedAtMs) start().catch(() => undefined);
  };
  return {
    plan() {
      cancel?.();
      const timeMs = cell.failure?.retryAtMs ?? cell.current?.zones.advisoryAtMs ?? Infinity;
      if (!isStopped && timeMs !== Infinity) cancel = schedule.at(timeMs, runIfUsed);
    },
    stop() {
      isStopped = true;
      cancel?.();
    },
  };
}
