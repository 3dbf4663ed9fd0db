import type { Schedule } from "../../lib/timer-queue.ts";
import type { RenewalOptions } from "./renewal.ts";

/** Keeps one entry of a schedule for an identity. */
export interface Ahead {
  /** Plans the next renewal by what the cell holds now. */
  plan(): void;
  /** Plans nothing any more. */
  stop(): void;
}

/**
 * Renews credentials ahead of time, as long as somebody uses them: those that nobody asked for since they came are left to
 * expire, and once they have, a failure is followed up only if somebody asked since. So dead identities cost nothing.
 */
export function renewAhead(
  schedule: Schedule,
  { cell, ports, policy }: RenewalOptions,
  start: () => Promise<unknown>,
): Ahead {
  let cancel: (() => void) | undefined;
  let isStopped = false;
  const runIfUsed = (): void => {
    const { current, failure, refreshedAtMs } = cell;
    const nowMs = ports.now();
    const isAlive = current && nowMs < current.zones.expiresAtMs;
    const sinceMs = isAlive ? refreshedAtMs : Math.max(refreshedAtMs, failure?.failedAtMs ?? 0);
    if (cell.usedAtMs > Math.max(sinceMs, nowMs - policy.usedWithinMs)) start().catch(() => undefined);
  };
  return {
    plan() {
      cancel?.();
      const { current, failure } = cell;
      const isKnown = current !== undefined || failure !== undefined;
      const timeMs = Math.max(current?.zones.advisoryAtMs ?? 0, failure?.retryAtMs ?? 0);
      if (!isStopped && isKnown && timeMs !== Infinity) cancel = schedule.at(timeMs, runIfUsed);
    },
    stop() {
      isStopped = true;
      cancel?.();
    },
  };
}
