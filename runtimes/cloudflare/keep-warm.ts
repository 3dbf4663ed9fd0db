import type { Session } from "../../src/credentials/session/session.ts";
import { DEFAULT_WARM_TTL_MS, renewSessions } from "../shared/keep-warm.ts";
import type { WorkerContext } from "./worker-api.ts";

/** A Worker's `scheduled` handler. */
export type ScheduledHandler<Env> = (event: unknown, env: Env, ctx: WorkerContext) => Promise<void>;

/**
 * Makes a `scheduled` handler that keeps credentials warm in the store of sessions, as Workers KV: at each run they live for
 * another `minTtlMs` (default 20 minutes), or are renewed. Run it at least that often. It rejects with the first failure,
 * once all are done.
 *
 * @example
 * export default {
 *   scheduled: keepWarm((env: Env, ctx) => [connect({ env, ctx, broker: env.BROKER, identity: "checkout-prod", store: storeOf(env) })]),
 * };
 */
export function keepWarm<Env>(
  open: (env: Env, ctx: WorkerContext) => readonly Session[],
  minTtlMs: number = DEFAULT_WARM_TTL_MS,
): ScheduledHandler<Env> {
  return (_event, env, ctx) => renewSessions(open(env, ctx), minTtlMs);
}
