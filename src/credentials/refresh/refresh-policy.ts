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
