import { Lru } from "../lib/lru.ts";
import type { Store } from "../ports.ts";

interface Lease {
  readonly endsAtMs: number;
}

/** Beyond this number, leases that ended without a release are dropped. Leases that are held stay. */
const MAX_ENDED_LEASES = 64;

/** Makes leases among the callers that share this memory: a process, or an isolate of Workers. */
export function localLeases(monotonic: () => number): Store["acquire"] {
  const isHeld = (lease: Lease | undefined): boolean => lease !== undefined && monotonic() < lease.endsAtMs;
  const leases = new Lru<Lease>(
    MAX_ENDED_LEASES,
    () => undefined,
    (lease) => !isHeld(lease),
  );
  return async (key, { ttlMs }) => {
    if (isHeld(leases.get(key))) return undefined;
    const lease: Lease = { endsAtMs: monotonic() + ttlMs };
    leases.set(key, lease);
    return async () => {
      if (leases.get(key) === lease) leases.delete(key);
    };
  };
}
