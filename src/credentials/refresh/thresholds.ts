import type { AwsCredentials } from "../../aws/credentials.ts";

/** When credentials are renewed, and how long a caller waits for a renewal. */
export interface RefreshPolicy {
  /** Renewal without waiting callers begins this long before the expiration, in milliseconds. */
  readonly advisoryMs: number;
  /** The most that `advisoryMs` may take of the credentials' lifetime, from 0 to 1. */
  readonly advisoryShare: number;
  /** Callers wait for a renewal from this long before the expiration, in milliseconds. */
  readonly mandatoryMs: number;
  /** The most that `mandatoryMs` may take of the credentials' lifetime, from 0 to 1. */
  readonly mandatoryShare: number;
  /** Credentials older than this are renewed without waiting callers, in milliseconds. */
  readonly maxAgeMs: number;
  /** A caller with unexpired credentials waits at most this long, in milliseconds, and at most half the time that they have left. */
  readonly patienceMs: number;
  /** A background renewal needs a caller within this time, in milliseconds. */
  readonly usedWithinMs: number;
}

/**
 * The policy of a program that signs with its own credentials: advisory are the last 15 minutes but at most a third of the
 * lifetime, mandatory the last minute but at most a twentieth.
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
  /** Until this time credentials are fresh: they are returned at once, and nothing else happens. */
  readonly advisoryAtMs: number;
  /** From `advisoryAtMs` to this time they are returned at once, while a renewal runs. */
  readonly mandatoryAtMs: number;
  /** From `mandatoryAtMs` to this time callers wait for a renewal, and get the old credentials if it fails. */
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
  // Credentials that seem expired when they come tell nothing of their lifetime: the wall clock may be ahead, and step back.
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
