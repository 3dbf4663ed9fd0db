import type { RenewalParts } from "./renewal-parts.ts";

type Facts = Pick<RenewalParts, "state" | "ports" | "policy">;

/**
 * Plans the next background renewal with a schedule. Returns a function that cancels it. The plan may come early, because
 * the wall clock can step: check `isDue` when it runs.
 */
export function planBackgroundRenewal(
  { schedule, state, ports }: Pick<RenewalParts, "schedule" | "state" | "ports">,
  run: () => void,
): (() => void) | undefined {
  const { current, failure } = state;
  if (!schedule) return undefined;
  const monotonicMs = ports.monotonic();
  if (!current || isOld(state, ports)) return schedule.atMonotonic(failure?.retryAtMs ?? monotonicMs, run);
  const { tooOldAtMs, thresholds } = current;
  const isAgeFirst = tooOldAtMs - monotonicMs < thresholds.advisoryAtMs - ports.now();
  if (isAgeFirst) return schedule.atMonotonic(tooOldAtMs, run);
  return thresholds.advisoryAtMs === Infinity ? undefined : schedule.at(thresholds.advisoryAtMs, run);
}

/** Whether it is time for a background renewal. */
export function isDue({ state, ports }: Facts): boolean {
  return isOld(state, ports) && ports.monotonic() >= (state.failure?.retryAtMs ?? -Infinity);
}

/**
 * Whether a caller needs the credentials. Valid ones are in use if a caller asked since they came. Expired ones are in use if a
 * caller asked since the last renewal failed. Unused identities are left to expire, so that they cost nothing.
 */
export function isInUse({ state, ports, policy }: Facts): boolean {
  const { current, failure, refreshedAtMs, usedAtMs } = state;
  const isAlive = current !== undefined && ports.now() < current.thresholds.expiresAtMs;
  const sinceMs = isAlive ? refreshedAtMs : Math.max(refreshedAtMs, failure?.failedAtMs ?? -Infinity);
  return usedAtMs > Math.max(sinceMs, ports.monotonic() - policy.usedWithinMs);
}

/** Whether the credentials are no longer fresh, or missing. */
export function isOld(
  { current }: Facts["state"],
  ports: Pick<Facts["ports"], "now" | "monotonic">,
): boolean {
  if (!current || ports.now() >= current.thresholds.advisoryAtMs) return true;
  // Most credentials have no greatest age: they are spared the second clock.
  return current.tooOldAtMs !== Infinity && ports.monotonic() >= current.tooOldAtMs;
}
