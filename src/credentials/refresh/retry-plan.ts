import { findServiceError } from "../../errors/any-error.ts";
import type { RenewalParts } from "./renewal-parts.ts";

/** When a failed renewal is tried again, in milliseconds from the failure. */
export interface Retry {
  /** Failures since the last success, with this one. */
  readonly count: number;
  readonly retryInMs: number;
  /** How long callers without usable credentials get the error instead of another attempt. */
  readonly keptMs: number;
}

const BASE_MS = 1000;
const MAX_BACKOFF_MS = 60_000;

/**
 * The longest `retryAfterMs` that podkey believes of a source. It matters only for errors of a user's own provider, because
 * podkey reads at most one minute from a response (src/http/response-headers.ts).
 */
const MAX_HINT_MS = 300_000;

const MIN_FAILURE_KEPT_MS = 1000;

/** The longest time that a failure answers callers in place of the source. */
export const MAX_FAILURE_KEPT_MS = 20_000;

/**
 * Plans the next attempt after a failure: exponential backoff with jitter, or later if the source asks for it. The backoff ends
 * where callers would have to wait for the source.
 */
export function planRetry({ state, ports }: RenewalParts, error: unknown): Retry {
  const count = (state.failure?.count ?? 0) + 1;
  const backoffMs = Math.min(MAX_BACKOFF_MS, BASE_MS * 2 ** (count - 1)) * (1 - ports.random() / 2);
  const hintMs = Math.min(findServiceError(error)?.retryAfterMs ?? 0, MAX_HINT_MS);
  const wishedMs = Math.max(backoffMs, hintMs);
  const { mandatoryAtMs = 0, expiresAtMs = 0 } = state.current?.thresholds ?? {};
  const limitsMs = [mandatoryAtMs, expiresAtMs].map((timeMs) => timeMs - ports.now()).filter((ms) => ms > 0);
  const retryInMs = Math.min(wishedMs, ...limitsMs);
  // A source that repeats a refused key would otherwise be asked by each caller.
  const answeredMs = state.isRefused ? retryInMs : hintMs;
  const keptMs = Math.min(MAX_FAILURE_KEPT_MS, Math.max(MIN_FAILURE_KEPT_MS, answeredMs));
  return { count, retryInMs, keptMs };
}
