import type { AwsCredentials } from "../../aws/credentials.ts";
import { DEFAULT_REFRESH_POLICY, type RefreshPolicy } from "./refresh-policy.ts";

/** When credentials stop being fresh, when they must be replaced, and when they end; milliseconds since the epoch. */
export interface Zones {
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
 * Parts the life that credentials have left at `nowMs` into zones. `random`, from 0 up to but not including 1, draws the
 * thresholds together earlier. Credentials without an expiration are fresh until the policy has them too old.
 */
export function zonesOf(
  { expiration }: AwsCredentials,
  nowMs: number,
  random: number,
  policy: RefreshPolicy = DEFAULT_REFRESH_POLICY,
): Zones {
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
