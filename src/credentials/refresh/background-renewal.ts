import type { Schedule } from "../../lib/timer-queue.ts";
import type { RenewalOptions } from "./renewal.ts";

/** Keeps one entry of a schedule for an identity. */
export interface BackgroundRenewal {
  /** Plans the next renewal by what the state holds now. */
  plan(): void;
  /** Plans nothing any more. */
  stop(): void;
}

/**
 * Renews credentials ahead of time, as long as somebody uses them: those that nobody asked for since they came are left to
 * expire, and once they have, a failure is followed up only if somebody asked since. So dead identities cost nothing.
 */
export function backgroundRenewal(
  schedule: Schedule,
  { state, ports, policy }: RenewalOptions,
  start: () => Promise<unknown>,
): BackgroundRenewal {
  let cancel: (() => void) | undefined;
  let isStopped = false;
  const runIfUsed = (): void => {
    const { current, failure, refreshedAtMs } = state;
    const nowMs = ports.now();
    const isAlive = current && nowMs < current.thresholds.expiresAtMs;
    const sinceMs = isAlive ? refreshedAtMs : Math.max(refreshedAtMs, failure?.failedAtMs ?? 0);
    if (state.usedAtMs > Math.max(sinceMs, nowMs - policy.usedWithinMs)) start().catch(() => undefined);
  };
  return {
    plan() {
      cancel?.();
      const { current, failure } = state;
      const isKnown = current !== undefined || failure !== undefined;
      const timeMs = Math.max(current?.thresholds.advisoryAtMs ?? 0, failure?.retryAtMs ?? 0);
      if (!isStopped && isKnown && timeMs !== Infinity) cancel = schedule.at(timeMs, runIfUsed);
    },
    stop() {
      isStopped = true;
      cancel?.();
    },
  };
}
