import type { Session } from "../../src/credentials/session/session.ts";
import { missingRuntime } from "../shared/builtin-module.ts";
import { DEFAULT_WARM_SCHEDULE, type KeepWarmOptions, renewSessions } from "../shared/keep-warm.ts";
import { denoApi } from "./deno-api.ts";

/** Settings of `keepWarm` on Deno. */
export interface DenoKeepWarmOptions extends KeepWarmOptions {
  /** The name of the cron job, unique in the program. Default: `podkey-keep-warm`. */
  readonly name?: string;
}

/**
 * Keeps the credentials of sessions warm with `Deno.cron`, on Deno Deploy also between requests. Call it at the top level of a
 * module, as Deno requires. Returns a function that ends the job. Throws `CONFIGURATION` without `--unstable-cron`.
 *
 * @example
 * const aws = connect({ region: "us-west-2" });
 * const stop = keepWarm([aws]);
 */
export function keepWarm(sessions: readonly Session[], options: DenoKeepWarmOptions = {}): () => void {
  const { name = "podkey-keep-warm", schedule = DEFAULT_WARM_SCHEDULE } = options;
  const { cron } = denoApi();
  if (!cron) throw missingRuntime("podkey/deno's keepWarm", "Deno.cron (--unstable-cron)");
  const end = new AbortController();
  // Deno prints the error of a failed run, and runs the job again at its next time.
  cron(name, schedule, { signal: end.signal }, () => renewSessions(sessions, options)).catch(() => undefined);
  return () => end.abort();
}
