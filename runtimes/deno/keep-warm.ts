import type { Session } from "../../src/credentials/session/session.ts";
import {
  DEFAULT_WARM_SCHEDULE,
  DEFAULT_WARM_TTL_MS,
  type KeepWarmOptions,
  renewSessions,
} from "../shared/keep-warm.ts";
import { missingRuntime } from "../shared/missing-runtime.ts";
import { denoApi } from "./deno-api.ts";

/**
 * Keeps the credentials of sessions warm by `Deno.cron`, also between requests on Deno Deploy. Call it at the top level of a
 * module, as Deno demands. Answers a function that ends it. Throws `CONFIGURATION` without `--unstable-cron`.
 *
 * @example
 * const aws = connect({ region: "us-west-2" });
 * keepWarm("aws-credentials", [aws]);
 */
export function keepWarm(
  name: string,
  sessions: readonly Session[],
  options: KeepWarmOptions = {},
): () => void {
  const { schedule = DEFAULT_WARM_SCHEDULE, minTtlMs = DEFAULT_WARM_TTL_MS } = options;
  const { cron } = denoApi();
  if (!cron) throw missingRuntime("podkey/deno's keepWarm", "Deno.cron (--unstable-cron)");
  const end = new AbortController();
  // Deno prints what a run rejects with, and comes again at its time.
  cron(name, schedule, { signal: end.signal }, () => renewSessions(sessions, minTtlMs)).catch(
    () => undefined,
  );
  return () => end.abort();
}
