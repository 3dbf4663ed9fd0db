import type { AwsCredentials } from "../../aws/credentials.ts";

/** When credentials are renewed, and how long a caller waits for it. */
export interface RefreshPolicy {
  /** The advisory zone begins so long before the end of life, and at most this share of it. */
  readonly advisoryMs: number;
  readonly advisoryShare: number;
  /** The mandatory zone, likewise. */
  readonly mandatoryMs: number;
  readonly mandatoryShare: number;
  /** Credentials older than this are in the advisory zone, however long they live. */
  readonly maxAgeMs: number;
  /** Who holds credentials that still live waits this long for new ones, and at most half of the life that is left. */
  readonly patienceMs: number;
  /** A renewal ahead of time needs a caller within this time. */
  readonly usedWithinMs: number;
}

/**
 * For a program that signs with what it holds: advisory are the last 15 minutes but at most a third, mandatory the last
 * minute but at most a twentieth.
 */
export const DEFAULT_REFRESH_POLICY: RefreshPolicy = {
  advisoryMs: 900_000,
  advisoryShare: 1 / 3,
  mandatoryMs: 60_000,
  mandatoryShare: 1 / 20,
  maxAgeMs: Infinity,
  patienceMs: 5000,
  usedWithinMs: Infinity,
};

/** When credentials stop being fresh, when they must be replaced, and when they end; milliseconds since the epoch. */
export interface Thresholds {
  /** Until here they are *fresh*: handed out at once, nothing else happens. */
  readonly advisoryAtMs: number;
  /** From `advisoryAtMs` to here they are handed out while new ones are fetched behind them. */
  readonly mandatoryAtMs: number;
  /** From `mandatoryAtMs` to here a caller waits for new ones, and gets the old ones if that fails. */
  readonly expiresAtMs: number;
}

/** How far a threshold may move towards now: identities that were issued together must not be renewed together. */
const JITTER_SHARE = 0.4;

/**
 * Parts the life that credentials have left at `nowMs` into thresholds. `random`, from 0 up to but not including 1, draws the
 * thresholds together earlier. Credentials without an expiration are fresh until the policy has them too old.
 */
export function computeThresholds(
  { expiration }: AwsCredentials,
  nowMs: number,
  random: number,
  policy: RefreshPolicy = DEFAULT_REFRESH_POLICY,
): Thresholds {
  const { advisoryMs, advisoryShare, mandatoryMs, mandatoryShare, maxAgeMs } = policy;
  const stretch = 1 + random * JITTER_SHARE;
  const tooOldAtMs = nowMs + maxAgeMs / stretch;
  if (!expiration) return { advisoryAtMs: tooOldAtMs, mandatoryAtMs: Infinity, expiresAtMs: Infinity };
  const expiresAtMs = expiration.getTime();
  const lifeMs = Math.max(0, expiresAtMs - nowMs);
  const advisoryAtMs = expiresAtMs - Math.min(advisoryMs, lifeMs * advisoryShare) * stretch;
  return {
    advisoryAtMs: Math.min(advisoryAtMs, tooOldAtMs),
    mandatoryAtMs: expiresAtMs - Math.min(mandatoryMs, lifeMs * mandatoryShare) * stretch,
    expiresAtMs,
  };
}
