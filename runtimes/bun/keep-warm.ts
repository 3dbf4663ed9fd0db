import type { Session } from "../../src/credentials/session/session.ts";
import {
  DEFAULT_WARM_SCHEDULE,
  DEFAULT_WARM_TTL_MS,
  type KeepWarmOptions,
  renewSessions,
} from "../shared/keep-warm.ts";
import { missingRuntime } from "../shared/missing-runtime.ts";
import { bunApi } from "./bun-api.ts";

/**
 * Keeps the credentials of sessions warm by `Bun.cron`, without keeping the program alive for it. Answers a function that ends
 * it. A failed run tells the sessions' `onEvent`, and comes again at its time. Throws `CONFIGURATION` before Bun 1.4.
 *
 * @example
 * const aws = connect({ region: "us-west-2" });
 * const stop = keepWarm([aws]);
 */
export function keepWarm(sessions: readonly Session[], options: KeepWarmOptions = {}): () => void {
  const { schedule = DEFAULT_WARM_SCHEDULE, minTtlMs = DEFAULT_WARM_TTL_MS } = options;
  const { cron } = bunApi();
  if (!cron) throw missingRuntime("podkey/bun's keepWarm", "Bun.cron (Bun 1.4)");
  const job = cron(schedule, () => renewSessions(sessions, minTtlMs).catch(() => undefined));
  job.unref();
  return () => {
    job.stop();
  };
}
