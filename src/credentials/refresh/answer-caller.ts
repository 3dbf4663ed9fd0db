import type { AwsCredentials, CredentialRequest } from "../../aws/credentials.ts";
import { CredentialsExpiredError } from "../../errors/errors.ts";
import { withDeadline } from "../../lib/deadline.ts";
import type { Demand, Exchanged, RenewalParts } from "./renewal-parts.ts";
import { type Current, isOld } from "./state.ts";

/** If the source cannot meet `minTtlMs`, reuse its answer for this long instead of asking again. */
const ANSWER_KEPT_MS = 60_000;

/** What an answer to a caller is made of. */
interface Answering extends RenewalParts {
  /** Starts a renewal, or joins the one that runs. */
  start(demand: Demand): Promise<Exchanged>;
}

/** Returns credentials to a caller. The thresholds of the current credentials decide whether it waits for a renewal. */
export async function answerCaller(
  answering: Answering,
  request: CredentialRequest = {},
): Promise<AwsCredentials> {
  const { state, ports } = answering;
  const minTtlMs = Math.max(0, request.minTtlMs || 0);
  const demand = { force: request.forceRefresh ?? false, minTtlMs };
  const { current, failure } = state;
  const nowMs = ports.now();
  const isEnough = current && nowMs + minTtlMs < current.thresholds.expiresAtMs;
  if (demand.force || !isEnough) return replace(answering, demand);
  const monotonicMs = ports.monotonic();
  const isBackingOff = failure && monotonicMs < failure.retryAtMs;
  if (isBackingOff || !isOld(state, ports)) return current.credentials;
  const isMandatory = nowMs >= current.thresholds.mandatoryAtMs;
  if (!isMandatory && monotonicMs < state.renewingUntilMs) return current.credentials;
  const renewed = answering.start(demand);
  answering.waitUntil(renewed.catch(() => undefined));
  return isMandatory ? renewedOrOld(renewed, current, answering) : current.credentials;
}

/** Gets new credentials, because the current ones do not meet the demand. */
async function replace(answering: Answering, demand: Demand): Promise<AwsCredentials> {
  const { state, ports } = answering;
  const { current, failure } = state;
  const askedAtMs = ports.now();
  const monotonicMs = ports.monotonic();
  if (current && !demand.force && isAnswerKept(current, askedAtMs, monotonicMs))
    return requireTtl(current.credentials, demand.minTtlMs, askedAtMs);
  if (failure && !demand.force && monotonicMs < failure.keptUntilMs) throw failure.error;
  const exchanged = await answering.start(demand);
  const isLong = remainingMs(exchanged.credentials, ports.now()) >= demand.minTtlMs;
  const isEnough = isLong && (!demand.force || exchanged.obtainedAtMs >= askedAtMs);
  // This caller may have joined a renewal that asked for less and took a record from the store. Demand newer credentials.
  const final =
    isEnough || exchanged.from === "source" ? exchanged : await answering.start({ ...demand, force: true });
  return requireTtl(final.credentials, demand.minTtlMs, ports.now());
}

/**
 * Whether an answer of the source stands although it ends too soon. Credentials that came expired stand too: an EKS agent
 * serves them while it has no better ones, or the wall clock is wrong, and another exchange would not change that.
 */
function isAnswerKept(
  { obtainedAtMs, receivedAtMs, thresholds: { expiresAtMs } }: Current,
  nowMs: number,
  monotonicMs: number,
): boolean {
  const cameExpired = expiresAtMs <= obtainedAtMs;
  return monotonicMs < receivedAtMs + ANSWER_KEPT_MS && (cameExpired || nowMs < expiresAtMs);
}

async function renewedOrOld(
  renewed: Promise<Exchanged>,
  { thresholds: { expiresAtMs } }: Current,
  answering: Answering,
): Promise<AwsCredentials> {
  const { state, ports, policy } = answering;
  const timeoutMs = Math.min(policy.patienceMs, (expiresAtMs - ports.now()) / 2);
  const inTime = withDeadline({ sleep: ports.sleep, timeoutMs }, () => renewed);
  const exchanged = await inTime.catch(() => undefined);
  if (exchanged) return exchanged.credentials;
  // In the meantime another caller may have refused the old credentials.
  const { current } = state;
  const leftMs = (current?.thresholds.expiresAtMs ?? 0) - ports.now();
  if (!current || leftMs <= 0) return (await renewed).credentials;
  answering.emit({ type: "stale", remainingMs: leftMs });
  return current.credentials;
}

function remainingMs({ expiration }: AwsCredentials, nowMs: number): number {
  return expiration ? expiration.getTime() - nowMs : Infinity;
}

function requireTtl(credentials: AwsCredentials, minTtlMs: number, nowMs: number): AwsCredentials {
  const { expiration } = credentials;
  if (minTtlMs === 0 || !expiration || remainingMs(credentials, nowMs) >= minTtlMs) return credentials;
  throw new CredentialsExpiredError({
    expiration,
    message: `the caller asked for credentials that live ${minTtlMs} ms, but those of the source end at ${expiration.toISOString()}: ask for less, or for longer sessions`,
  });
}
