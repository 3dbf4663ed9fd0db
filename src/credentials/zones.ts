import type { AwsCredentials } from "../models/credentials.ts";

/** When credentials stop being fresh, when they must be replaced, and when they end; milliseconds since the epoch. */
export interface Zones {
  /** Until here they are *fresh*: handed out at once, nothing else happens. */
  readonly advisoryAtMs: number;
  /** From `advisoryAtMs` to here they are handed out while new ones are fetched behind them. */
  readonly mandatoryAtMs: number;
  /** From `mandatoryAtMs` to here a caller waits for new ones, and gets the old ones if that fails. */
  readonly expiresAtMs: number;
}

const MAX_ADVISORY_MS = 900_000;
const MAX_MANDATORY_MS = 60_000;
const ADVISORY_SHARE = 1 / 3;
const MANDATORY_SHARE = 1 / 20;

/** How far a threshold may move towards now: identities that were issued together must not be renewed together. */
const JITTER_SHARE = 0.4;

/**
 * Parts the life that credentials have left at `nowMs` into zones: advisory are the last 15 minutes but at most a third,
 * mandatory the last minute but at most a twentieth. `random`, from 0 up to but not including 1, draws the thresholds
 * together earlier. Credentials without an expiration are fresh for ever.
 */
export function zonesOf({ expiration }: AwsCredentials, nowMs: number, random: number): Zones {
  if (!expiration) return { advisoryAtMs: Infinity, mandatoryAtMs: Infinity, expiresAtMs: Infinity };
  const expiresAtMs = expiration.getTime();
  const lifeMs = Math.max(0, expiresAtMs - nowMs);
  const stretch = 1 + random * JITTER_SHARE;
  return {
    advisoryAtMs: expiresAtMs - Math.min(MAX_ADVISORY_MS, lifeMs * ADVISORY_SHARE) * stretch,
    mandatoryAtMs: expiresAtMs - Math.min(MAX_MANDATORY_MS, lifeMs * MANDATORY_SHARE) * stretch,
    expiresAtMs,
  };
}
