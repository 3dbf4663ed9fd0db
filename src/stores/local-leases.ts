import type { Store } from "../ports.ts";

interface Lease {
  readonly endsAtMs: number;
}

/** How many leases are kept before the first look for those that ended without a release. */
const MIN_SWEEP_SIZE = 64;

/** Leases among those who share this memory: a process, or an isolate. */
export function localLeases(now: () => number): Store["acquire"] {
  const leases = new Map<string, Lease>();
  let sweepSize = MIN_SWEEP_SIZE;
  return async (key, { ttlMs }) => {
    const nowMs = now();
    if (isHeld(leases.get(key), nowMs)) return undefined;
    if (leases.size >= sweepSize) {
      for (const [leased, lease] of leases) if (!isHeld(lease, nowMs)) leases.delete(leased);
      sweepSize = Math.max(MIN_SWEEP_SIZE, 2 * leases.size);
    }
    const lease: Lease = { endsAtMs: nowMs + ttlMs };
    leases.set(key, lease);
    return async () => {
      if (leases.get(key) === lease) leases.delete(key);
    };
  };
}

function isHeld(lease: Lease | undefined, nowMs: number): boolean {
  return lease !== undefined && nowMs < lease.endsAtMs;
}
