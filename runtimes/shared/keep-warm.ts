import type { Session } from "../../src/credentials/session/session.ts";

/** What `keepWarm` ensures at each run. */
export interface WarmOptions {
  /** How long credentials must remain valid after a run, in milliseconds. Default: 1,200,000 (20 minutes). */
  readonly minTtlMs?: number;
}

/** When the cron job of `keepWarm` runs, and what it ensures. */
export interface KeepWarmOptions extends WarmOptions {
  /** Five cron fields, for example `0 * * * *` for every hour. Deno reads them in UTC. Default: every ten minutes. */
  readonly schedule?: string;
}

/** Two intervals of the default schedule, so that one failed run does no harm. */
const DEFAULT_MIN_TTL_MS = 1_200_000;

/** Every ten minutes. */
export const DEFAULT_WARM_SCHEDULE = "*/10 * * * *";

/** Renews the sessions whose credentials expire too soon. Rejects with the first failure, once all renewals have ended. */
export async function renewSessions(
  sessions: readonly Session[],
  { minTtlMs = DEFAULT_MIN_TTL_MS }: WarmOptions,
): Promise<void> {
  const renewals = sessions.map((session) => session.credentials({ minTtlMs }));
  // Some runtimes stop other work of a handler when it rejects.
  await Promise.allSettled(renewals);
  await Promise.all(renewals);
}
