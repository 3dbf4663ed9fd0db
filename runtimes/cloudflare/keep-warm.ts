import type { Session } from "../../src/credentials/session/session.ts";
import { renewSessions, type WarmOptions } from "../shared/keep-warm.ts";
import type { WorkerContext } from "./worker-api.ts";

/** A Worker's `scheduled` handler. */
export type ScheduledHandler<Env> = (event: unknown, env: Env, ctx: WorkerContext) => Promise<void>;

/**
 * Makes a `scheduled` handler that keeps credentials warm in the store of sessions, for example in Workers KV. Each run renews
 * the credentials that expire within `minTtlMs`, so schedule it at least that often. The handler rejects with the first
 * failure, once all renewals have ended.
 *
 * @example
 * export default {
 *   scheduled: keepWarm((env: Env, ctx) => [connect({ env, ctx, broker: env.BROKER, identity: "checkout-prod", store: storeOf(env) })]),
 * };
 */
export function keepWarm<Env>(
  openSessions: (env: Env, ctx: WorkerContext) => readonly Session[],
  options: WarmOptions = {},
): ScheduledHandler<Env> {
  return (_event, env, ctx) => renewSessions(openSessions(env, ctx), options);
}
