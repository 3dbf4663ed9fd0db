import type { AwsCredentials, CredentialRequest } from "../../aws/credentials.ts";
import { CredentialsExpiredError } from "../../errors/errors.ts";
import type { Demand, RenewalOptions } from "./renewal.ts";
import type { Exchanged } from "./shared-exchange.ts";
import type { Current } from "./state.ts";

/** Who asks for a longer life than the source gives is told so, and costs an exchange a minute at most. */
const ANSWER_KEPT_MS = 60_000;

/** Starts a renewal, or joins the one under way. */
export type Start = (demand: Demand) => Promise<Exchanged>;

/** Answers a caller by the zone that the current credentials are in. */
export async function answerCaller(
  options: RenewalOptions,
  start: Start,
  request: CredentialRequest = {},
): Promise<AwsCredentials> {
  const { state, ports } = options;
  const minTtlMs = Math.max(0, request.minTtlMs || 0);
  const demand = { force: request.forceRefresh ?? false, minTtlMs };
  const { current, failure } = state;
  const nowMs = ports.now();
  const isEnough = current && nowMs + demand.minTtlMs < current.thresholds.expiresAtMs;
  if (demand.force || !isEnough) return replace(options, start, demand);
  const isBackingOff = failure && nowMs < failure.retryAtMs;
  if (nowMs < current.thresholds.advisoryAtMs || isBackingOff) return current.credentials;
  const isMandatory = nowMs >= current.thresholds.mandatoryAtMs;
  if (!isMandatory && nowMs < state.renewingUntilMs) return current.credentials;
  const renewed = start(demand);
  options.waitUntil(renewed.catch(() => undefined));
  return isMandatory ? renewedOrOld(renewed, current, options) : current.credentials;
}

/** The current credentials will not do: only new ones are an answer. */
async function replace(
  { state, ports }: RenewalOptions,
  start: Start,
  demand: Demand,
): Promise<AwsCredentials> {
  const { current, failure } = state;
  const nowMs = ports.now();
  if (current && nowMs < keptUntilMs(current) && !demand.force)
    return requireLife(current.credentials, demand.minTtlMs, nowMs);
  if (failure && nowMs < failure.keptUntilMs && !demand.force) throw failure.error;
  const exchanged = await start(demand);
  const isLong = remainingMs(exchanged.credentials, ports.now()) >= demand.minTtlMs;
  const isEnough = isLong && (!demand.force || exchanged.obtainedAtMs >= nowMs);
  // Joined work of a caller who asked for less may have ended with a record that another process left.
  const final = isEnough || exchanged.from === "source" ? exchanged : await start({ ...demand, force: true });
  return requireLife(final.credentials, demand.minTtlMs, ports.now());
}

/**
 * Until when an answer of the source stands although it lives too short. One that came past its expiration is what a
 * node's agent serves while it has no better, or a wrong clock's view: to ask again at once would not change it.
 */
function keptUntilMs({ obtainedAtMs, thresholds: { expiresAtMs } }: Current): number {
  const answeredUntilMs = obtainedAtMs + ANSWER_KEPT_MS;
  return expiresAtMs <= obtainedAtMs ? answeredUntilMs : Math.min(answeredUntilMs, expiresAtMs);
}

async function renewedOrOld(
  renewed: Promise<Exchanged>,
  { credentials, thresholds }: Current,
  { ports, emit, identity, policy }: RenewalOptions,
): Promise<AwsCredentials> {
  const timer = new AbortController();
  const patienceMs = Math.min(policy.patienceMs, (thresholds.expiresAtMs - ports.now()) / 2);
  const waited = ports.sleep(patienceMs, timer.signal).then(() => undefined);
  const exchanged = await Promise.race([renewed, waited]).catch(() => undefined);
  timer.abort();
  if (exchanged) return exchanged.credentials;
  const leftMs = thresholds.expiresAtMs - ports.now();
  if (leftMs <= 0) return (await renewed).credentials;
  emit({ type: "stale", identity, remainingMs: leftMs });
  return credentials;
}

function remainingMs({ expiration }: AwsCredentials, nowMs: number): number {
  return expiration ? expiration.getTime() - nowMs : Infinity;
}

function requireLife(credentials: AwsCredentials, minTtlMs: number, nowMs: number): AwsCredentials {
  const { expiration } = credentials;
  if (minTtlMs === 0 || !expiration || remainingMs(credentials, nowMs) >= minTtlMs) return credentials;
  throw new CredentialsExpiredError({
    expiration,
    message: `credentials good for ${minTtlMs} ms were asked for, but the source gives ones that end at ${expiration.toISOString()}: ask for less, or for longer sessions`,
  });
}
