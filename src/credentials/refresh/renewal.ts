import { askProvider } from "../../aws/ask-provider.ts";
import type { CredentialProvider } from "../../aws/credentials.ts";
import { findServiceError } from "../../errors/any-error.ts";
import { isThrottling } from "../../http/retry.ts";
import type { Ports } from "../../ports.ts";
import type { CredentialsRecord } from "../../stores/credentials-record.ts";
import type { RefreshEvent } from "./events.ts";
import type { GuardedStore } from "./guarded-store.ts";
import { type Exchanged, exchangeShared } from "./shared-exchange.ts";
import type { RefreshState } from "./state.ts";
import { computeThresholds, type RefreshPolicy } from "./thresholds.ts";

/** What a renewal is made of. */
export interface RenewalOptions {
  readonly identity: string;
  readonly provider: CredentialProvider;
  readonly state: RefreshState;
  readonly ports: Pick<Ports, "now" | "random" | "sleep">;
  readonly store: GuardedStore | undefined;
  readonly policy: RefreshPolicy;
  readonly emit: (event: RefreshEvent) => void;
  /** Keeps the program alive for work that no caller waits for. */
  readonly waitUntil: (work: Promise<unknown>) => void;
}

const RETRY_BASE_MS = 1000;
const MAX_RETRY_MS = 60_000;

/** How long a failure answers callers who have nothing to work with; longer if the source asks for it, but not for ever. */
const FAILURE_KEPT_MS = 1000;
const MAX_FAILURE_KEPT_MS = 20_000;

/** A renewal that takes longer may never end, as one whose request on Workers is gone: another may begin. */
const MAX_RENEWAL_MS = 30_000;

/** A record from further in the future than this comes from a process whose clock is wrong. */
const MAX_CLOCK_LEAD_MS = 300_000;

/** What a record of another process must have to do in place of an exchange. */
export interface Demand {
  /** It was obtained after now. */
  readonly force: boolean;
  readonly minTtlMs: number;
}

/**
 * Gets new credentials into the state, from the store if another process was faster. A failure stays in the state until the
 * next success, and is thrown.
 */
export async function renew(options: RenewalOptions, demand: Demand): Promise<Exchanged> {
  const { state, ports, emit, identity } = options;
  const startedMs = ports.now();
  state.begun += 1;
  const number = state.begun;
  state.renewingUntilMs = startedMs + MAX_RENEWAL_MS;
  try {
    const exchanged = await exchange(options, demand, startedMs);
    const { credentials, from } = exchanged;
    if (number > state.adopted) adopt(options, exchanged, number);
    const { accessKeyId, expiration } = credentials;
    const durationMs = ports.now() - startedMs;
    emit({ type: "refresh", identity, from, accessKeyId, durationMs, ...(expiration && { expiration }) });
    return exchanged;
  } catch (error) {
    noteFailure(options, error, number, startedMs);
    throw error;
  } finally {
    if (number === state.begun) state.renewingUntilMs = 0;
  }
}

async function exchange(options: RenewalOptions, demand: Demand, startedMs: number): Promise<Exchanged> {
  const { store, ports } = options;
  const fetchFromSource = (): Promise<CredentialsRecord> => fetchRecord(options, demand);
  if (!store?.isUp) return { ...(await fetchFromSource()), from: "source" };
  const isGood = (record: CredentialsRecord): boolean => {
    const { expiration } = record.credentials;
    const isLong = !expiration || expiration.getTime() - ports.now() >= demand.minTtlMs;
    return isLong && isUsable(record, options) && (!demand.force || record.obtainedAtMs >= startedMs);
  };
  return exchangeShared({ fetchFromSource, store, ports, isGood });
}

/** The source may itself keep credentials, as a broker does, and is told what will do. */
async function fetchRecord(
  { provider, ports, emit, identity, state }: RenewalOptions,
  { force, minTtlMs }: Demand,
): Promise<CredentialsRecord> {
  const startedMs = ports.now();
  const credentials = await askProvider(provider, {
    ...(minTtlMs > 0 && { minTtlMs }),
    ...((force || state.rejectedAccessKeyId !== undefined) && { forceRefresh: true }),
  });
  const obtainedAtMs = ports.now();
  emit({ type: "fetch", identity, durationMs: obtainedAtMs - startedMs });
  return { credentials, obtainedAtMs };
}

/** Whether a record of another process is better than what is here. */
function isUsable(
  { credentials, obtainedAtMs }: CredentialsRecord,
  { state, ports, policy }: RenewalOptions,
): boolean {
  const nowMs = ports.now();
  if (obtainedAtMs > nowMs + MAX_CLOCK_LEAD_MS) return false;
  if (credentials.accessKeyId === state.rejectedAccessKeyId) return false;
  const { mandatoryAtMs, expiresAtMs } = computeThresholds(credentials, obtainedAtMs, 0, policy);
  return nowMs < mandatoryAtMs && (!state.current || expiresAtMs > state.current.thresholds.expiresAtMs);
}

function adopt(
  { state, ports, policy }: RenewalOptions,
  { credentials, obtainedAtMs }: Exchanged,
  number: number,
): void {
  const thresholds = computeThresholds(credentials, obtainedAtMs, ports.random(), policy);
  state.adopted = number;
  state.current = { credentials, obtainedAtMs, thresholds };
  state.refreshedAtMs = ports.now();
  state.failure = undefined;
  state.rejectedAccessKeyId = undefined;
}

function noteFailure(
  { state, ports, emit, identity }: RenewalOptions,
  error: unknown,
  number: number,
  startedMs: number,
): void {
  const failedAtMs = ports.now();
  const count = (state.failure?.count ?? 0) + 1;
  const backoffMs = Math.min(MAX_RETRY_MS, RETRY_BASE_MS * 2 ** (count - 1));
  const refusal = findServiceError(error);
  const hintMs = refusal?.retryAfterMs ?? 0;
  const retryInMs = Math.max(backoffMs * (1 - ports.random() / 2), hintMs);
  const retryAtMs = failedAtMs + retryInMs;
  const keptUntilMs = failedAtMs + Math.max(FAILURE_KEPT_MS, Math.min(hintMs, MAX_FAILURE_KEPT_MS));
  if (number > state.adopted) state.failure = { error, count, failedAtMs, retryAtMs, keptUntilMs };
  if (refusal && isThrottling(refusal.status, refusal.awsCode)) {
    emit({ type: "throttle", identity, error: refusal });
  }
  emit({ type: "fail", identity, at: "source", durationMs: failedAtMs - startedMs, error, retryInMs });
}
