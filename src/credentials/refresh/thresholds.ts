import type { AwsCredentials } from "../../aws/credentials.ts";

/** When credentials are renewed, and how long a caller waits for a renewal. */
export interface RefreshPolicy {
  /** How long before the expiration the background renewal begins, in milliseconds. Jitter adds up to 40 %. */
  readonly advisoryMs: number;
  /** The most that `advisoryMs` may take of the credentials' lifetime before the jitter, from 0 to 1. */
  readonly advisoryShare: number;
  /** How long before the expiration callers begin to wait for a renewal, in milliseconds. Jitter adds up to 40 %. */
  readonly mandatoryMs: number;
  /** The most that `mandatoryMs` may take of the credentials' lifetime before the jitter, from 0 to 1. */
  readonly mandatoryShare: number;
  /** A background renewal replaces credentials of this age, in milliseconds. Jitter divides it by up to 1.4. */
  readonly maxAgeMs: number;
  /** A caller with unexpired credentials waits at most this long, in milliseconds, and at most half the time that they have left. */
  readonly patienceMs: number;
  /** A background renewal needs a caller within this time, in milliseconds. */
  readonly usedWithinMs: number;
}

/**
 * The policy of a program that signs with its own credentials. Without jitter, advisory are the last 15 minutes but at most a
 * third of the lifetime, mandatory the last minute but at most a twentieth. Jitter adds up to 40 %,
 * so the true bounds are 21 minutes or 47 % of the lifetime, and 84 seconds or 7 %.
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

/** When credentials must be renewed. Milliseconds since the epoch; `Infinity` for credentials without an expiration. */
export interface Thresholds {
  /** Until this time credentials that are not too old are fresh: they are returned at once, and nothing else happens. */
  readonly advisoryAtMs: number;
  /** From `advisoryAtMs` to this time they are returned at once, while a renewal runs. */
  readonly mandatoryAtMs: number;
  /**
   * From `mandatoryAtMs` to this time callers wait for a renewal. They get the old credentials if it fails or takes longer than
   * `patienceMs`, and at once during the backoff after a failure.
   */
  readonly expiresAtMs: number;
}

/** How much earlier a threshold may lie: identities that were issued together must not be renewed together. */
const JITTER_SHARE = 0.4;

/** Computes the refresh thresholds. `random` in [0, 1) moves both earlier, so that processes do not renew together. */
export function computeThresholds(
  { expiration }: AwsCredentials,
  obtainedAtMs: number,
  random: number,
  policy: RefreshPolicy = DEFAULT_REFRESH_POLICY,
): Thresholds {
  if (!expiration) return { advisoryAtMs: Infinity, mandatoryAtMs: Infinity, expiresAtMs: Infinity };
  const { advisoryMs, advisoryShare, mandatoryMs, mandatoryShare } = policy;
  const expiresAtMs = expiration.getTime();
  // If they look expired on arrival, the local clock may be ahead, so the lifetime is unknown.
  const lifetimeMs = expiresAtMs > obtainedAtMs ? expiresAtMs - obtainedAtMs : Infinity;
  const stretch = 1 + random * JITTER_SHARE;
  return {
    advisoryAtMs: expiresAtMs - Math.min(advisoryMs, lifetimeMs * advisoryShare) * stretch,
    mandatoryAtMs: expiresAtMs - Math.min(mandatoryMs, lifetimeMs * mandatoryShare) * stretch,
    expiresAtMs,
  };
}

/** How long credentials count as young enough, in milliseconds. `random` as in `computeThresholds`. */
export function freshAgeMs(random: number, maxAgeMs: number): number {
  return maxAgeMs / (1 + random * JITTER_SHARE);
}

/** The longest time that credentials of another process are used without asking the source. */
export const MAX_RECORD_AGE_MS = 86_400_000;
