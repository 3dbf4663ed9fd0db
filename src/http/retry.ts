import { ServiceError } from "../errors/call-errors.ts";
import { PodkeyError } from "../errors/errors.ts";
import type { Ports } from "../ports.ts";

/**
 * What a client may still spend on retries. Each retry has a cost. A success gives back the cost of the call's last retry, or 1
 * if it had none.
 */
export interface RetryQuota {
  remaining: number;
}

/** The limits of the retries of one call. */
export interface RetrySettings {
  readonly ports: Pick<Ports, "monotonic" | "random" | "sleep">;
  readonly quota: RetryQuota;
  /** The most attempts, including the first one. */
  readonly maxAttempts: number;
  readonly signal?: AbortSignal | undefined;
  /** No attempt starts after this time of the monotonic clock. Default: none. */
  readonly deadlineAtMs?: number | undefined;
  readonly onRetry?: ((error: PodkeyError, attempt: number, delayMs: number) => void) | undefined;
}

const QUOTA = 500;
const RETRY_COST = 14;
const THROTTLING_RETRY_COST = 5;
const REFUND = 1;
const BASE_MS = 50;
const THROTTLING_BASE_MS = 1000;
const MAX_BACKOFF_MS = 20_000;
const MAX_HINT_EXTRA_MS = 5000;

/** Creates a full quota. Each client has its own, so that an outage costs it a bounded number of retries. */
export function createRetryQuota(): RetryQuota {
  return { remaining: QUOTA };
}

/**
 * Runs an attempt, and repeats it while it fails with a retryable error, by the AWS SDKs' standard mode of 2026. Numbers the
 * attempts from 1. Rejects with the error of the last attempt.
 */
export async function withRetries<T>(
  run: (attempt: number) => Promise<T>,
  settings: RetrySettings,
): Promise<T> {
  const { ports, quota, maxAttempts, deadlineAtMs = Infinity } = settings;
  let spent = REFUND;
  for (let attempt = 1; ; attempt += 1) {
    try {
      const result = await run(attempt);
      quota.remaining = Math.min(QUOTA, quota.remaining + spent);
      return result;
    } catch (error) {
      if (!(error instanceof PodkeyError && error.retryable) || attempt >= maxAttempts) throw error;
      spent = isThrottled(error) ? THROTTLING_RETRY_COST : RETRY_COST;
      const delayMs = backoffMs(error, attempt, ports.random());
      if (quota.remaining < spent || ports.monotonic() + delayMs > deadlineAtMs) throw error;
      quota.remaining -= spent;
      settings.onRetry?.(error, attempt, delayMs);
      // The next attempt reports an abort during the wait, with the error that every abort gives.
      await ports.sleep(delayMs, settings.signal).catch(() => undefined);
    }
  }
}

/**
 * Returns the wait before the next attempt, in milliseconds: an exponential backoff with full jitter. A hint of the server
 * lengthens it by at most 5 s and never shortens it. `random` is in [0, 1).
 */
export function backoffMs(error: PodkeyError, attempt: number, random: number): number {
  const base = isThrottled(error) ? THROTTLING_BASE_MS : BASE_MS;
  const delayMs = Math.floor(random * Math.min(MAX_BACKOFF_MS, base * 2 ** (attempt - 1)));
  const hintMs = error instanceof ServiceError ? error.retryAfterMs : undefined;
  return Math.max(delayMs, Math.min(hintMs ?? 0, delayMs + MAX_HINT_EXTRA_MS));
}

function isThrottled(error: PodkeyError): boolean {
  return error instanceof ServiceError && error.throttled;
}
