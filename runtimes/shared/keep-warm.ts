import type { Session } from "../../src/credentials/session/session.ts";

/** How long credentials must live on after a run, unless told: two runs of a job that comes every ten minutes. */
export const DEFAULT_WARM_TTL_MS = 1_200_000;

/** Sees to it that the credentials of sessions live for so long yet. Rejects with the first failure, once all are done. */
export async function renewSessions(sessions: readonly Session[], minTtlMs: number): Promise<void> {
  const renewals = sessions.map((session) => session.credentials({ minTtlMs }));
  // Some runtimes end what is under way when a handler rejects.
  await Promise.allSettled(renewals);
  await Promise.all(renewals);
}

/** When a cron job runs, and what it sees to. */
export interface KeepWarmOptions {
  /** Five fields, as `0 * * * *` for every hour; default every ten minutes. Deno reads them in UTC. */
  readonly schedule?: string;
  /** How long credentials must live on after a run, in milliseconds. Default 20 minutes. */
  readonly minTtlMs?: number;
}

/** Every ten minutes. */
export const DEFAULT_WARM_SCHEDULE = "*/10 * * * *";
