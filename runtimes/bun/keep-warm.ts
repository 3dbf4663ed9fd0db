import type { Session } from "../../src/credentials/session/session.ts";
import { missingRuntime } from "../shared/builtin-module.ts";
import { DEFAULT_WARM_SCHEDULE, type KeepWarmOptions, renewSessions } from "../shared/keep-warm.ts";
import { bunApi } from "./bun-api.ts";

/**
 * Keeps the credentials of sessions warm with `Bun.cron`, which does not keep the program running. Returns a function that
 * ends the job. A failed run reports to the `onEvent` of its session, and the next run tries again. Throws `CONFIGURATION` before Bun 1.4.
 *
 * @example
 * const aws = connect({ region: "us-west-2" });
 * const stop = keepWarm([aws]);
 */
export function keepWarm(sessions: readonly Session[], options: KeepWarmOptions = {}): () => void {
  const { schedule = DEFAULT_WARM_SCHEDULE } = options;
  const { cron } = bunApi();
  if (!cron) throw missingRuntime("podkey/bun's keepWarm", "Bun.cron (Bun 1.4)");
  const job = cron(schedule, () => renewSessions(sessions, options).catch(() => undefined));
  job.unref();
  return () => {
    job.stop();
  };
}
