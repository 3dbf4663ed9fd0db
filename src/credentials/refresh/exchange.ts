import { askProvider } from "../../aws/ask-provider.ts";
import type { AwsCredentials } from "../../aws/credentials.ts";
import { isPodkeyError } from "../../errors/any-error.ts";
import { InvalidResponseError, TimeoutError } from "../../errors/call-errors.ts";
import { DeadlineError, withDeadline } from "../../lib/deadline.ts";
import type { CredentialsRecord } from "../sharing/credentials-record.ts";
import { type Exchanged, exchangeShared, type Fetched, type Verdict } from "../sharing/shared-exchange.ts";
import type { Demand, RenewalParts } from "./renewal-parts.ts";
import { MAX_FAILURE_KEPT_MS, planRetry } from "./retry-plan.ts";
import { isRefusedKey } from "./state.ts";
import { computeThresholds } from "./thresholds.ts";

/** A record from further in the future than this comes from a process with a wrong clock. */
const MAX_CLOCK_LEAD_MS = 300_000;

/** The longest time that credentials of another process are used without asking the source. */
export const MAX_RECORD_AGE_MS = 86_400_000;

/** How much longer than the source may take a lease lasts: time for the store itself. */
const LEASE_MARGIN_MS = 5000;

const CONTEXT = { service: "credentials", operation: "refresh" };

/**
 * Gets new credentials from the source, or from the store if another process was faster. `keep` gets the work on the store
 * that goes on afterwards.
 */
export async function exchange(
  parts: RenewalParts,
  demand: Demand,
  keep: (work: Promise<void>) => void,
): Promise<Exchanged> {
  const { store, ports, timeoutMs, state } = parts;
  const fetchFromSource = (): Promise<Fetched> => fetchRecord(parts, demand);
  if (!store?.isUp) return { ...(await fetchFromSource()), from: "source" };
  const startedAtMs = ports.now();
  return exchangeShared({
    fetchFromSource,
    store,
    ports,
    leaseMs: timeoutMs + LEASE_MARGIN_MS,
    keep,
    judge: (record) => judgeRecord(parts, record, demand, startedAtMs),
    isRefused: (accessKeyId) => isRefusedKey(state, accessKeyId, ports.monotonic()),
    isRelevant: ({ failedAtMs }) => {
      const isRecent = Math.abs(ports.now() - failedAtMs) < MAX_FAILURE_KEPT_MS;
      return isRecent && (!demand.force || failedAtMs >= startedAtMs);
    },
    failureMs: (error) => {
      // A wrong setting or a refused token may be this process's own fault.
      const isOwnFault = isPodkeyError(error) && !error.retryable;
      return isOwnFault ? 0 : planRetry(parts, error).keptMs;
    },
  });
}

/** Asks the source. The source may keep credentials itself, as a broker does, and is told what is wanted. */
async function fetchRecord(
  { provider, ports, emit, identity, state, timeoutMs }: RenewalParts,
  { force, minTtlMs }: Demand,
): Promise<Fetched> {
  const startedMs = ports.monotonic();
  const wishes = {
    ...(minTtlMs > 0 && { minTtlMs }),
    ...((force || state.isRefused) && { forceRefresh: true }),
  };
  const credentials = await withinLimit(ports.sleep, timeoutMs, (signal) =>
    askProvider(provider, { ...wishes, signal }),
  );
  emit({ type: "fetch", identity, durationMs: ports.monotonic() - startedMs });
  const isRefused = isRefusedKey(state, credentials.accessKeyId, ports.monotonic());
  return { credentials, obtainedAtMs: ports.now(), isRefused };
}

/** Aborts and forgets a source that does not settle; otherwise it would hang its identity for ever. */
async function withinLimit(
  sleep: RenewalParts["ports"]["sleep"],
  timeoutMs: number,
  ask: (signal: AbortSignal) => Promise<AwsCredentials>,
): Promise<AwsCredentials> {
  try {
    return await withDeadline({ sleep, timeoutMs }, ask);
  } catch (error) {
    if (!(error instanceof DeadlineError)) throw error;
    throw new TimeoutError({ ...CONTEXT, host: "the source", timeoutMs });
  }
}

/** Whether a record of another process is better than what is here, and meets the demand. */
function judgeRecord(
  { state, ports, policy }: RenewalParts,
  { credentials, obtainedAtMs }: CredentialsRecord,
  { force, minTtlMs }: Demand,
  startedAtMs: number,
): Verdict {
  if (isRefusedKey(state, credentials.accessKeyId, ports.monotonic())) return "refused";
  const nowMs = ports.now();
  const isBelievable = obtainedAtMs <= nowMs + MAX_CLOCK_LEAD_MS && nowMs < obtainedAtMs + MAX_RECORD_AGE_MS;
  const isNewEnough = !force || obtainedAtMs >= startedAtMs;
  const { mandatoryAtMs, expiresAtMs } = computeThresholds(credentials, obtainedAtMs, 0, policy);
  const isLongEnough = nowMs < mandatoryAtMs && expiresAtMs - nowMs >= minTtlMs;
  const isBetter = !state.current || expiresAtMs > state.current.thresholds.expiresAtMs;
  return isBelievable && isNewEnough && isLongEnough && isBetter ? "good" : "poor";
}

/** The failure of a source that returns a key which AWS refused. */
export function refusedAgain(): InvalidResponseError {
  return new InvalidResponseError({
    ...CONTEXT,
    path: "accessKeyId",
    expected: "a key that AWS has not refused",
    seen: "the refused key again",
  });
}
