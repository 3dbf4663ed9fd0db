import type { CallContext } from "../errors/call-errors.ts";
import { positiveMs } from "../errors/settings.ts";
import type { BasePorts, OutgoingRequest } from "../ports.ts";
import { createRetryQuota, withRetries } from "./retry.ts";
import type { Answer } from "./send-once.ts";
import { sendToMetadata } from "./send-to-metadata.ts";

/** How long to wait for a metadata service. */
export interface MetadataLimits {
  /** The longest that one request may take, in milliseconds. */
  readonly timeoutMs: number;
  /** The longest that all requests of one call may take with their retries, in milliseconds. */
  readonly deadlineMs: number;
}

/** Sends one request of a call. `hint` says what to check after a network error or a timeout. */
export type SendMetadata = (request: OutgoingRequest, context: CallContext, hint?: string) => Promise<Answer>;

/** Runs `work` until it succeeds, fails with an error that is not retryable, or the deadline passes. */
export type MetadataCall = <T>(
  work: (send: SendMetadata) => Promise<T>,
  signal: AbortSignal | undefined,
) => Promise<T>;

const MAX_BODY_BYTES = 65_536;

/** Creates the calls to one metadata service. Throws `CONFIGURATION` for a duration that is not above 0 and finite. */
export function createMetadataCall(
  { timeoutMs, deadlineMs }: MetadataLimits,
  ports: BasePorts,
): MetadataCall {
  positiveMs("timeoutMs", timeoutMs);
  positiveMs("deadlineMs", deadlineMs);
  const quota = createRetryQuota();
  return (work, signal) => {
    const deadlineAtMs = ports.monotonic() + deadlineMs;
    const shared = { ports, signal, quota, deadlineAtMs, maxBodyBytes: MAX_BODY_BYTES };
    const send: SendMetadata = (request, context, hint) => {
      const remainingMs = Math.max(1, deadlineAtMs - ports.monotonic());
      const attempt = { ...shared, context, hint, timeoutMs: Math.min(timeoutMs, remainingMs) };
      return sendToMetadata(request, attempt);
    };
    return withRetries(() => work(send), { ...shared, maxAttempts: Number.POSITIVE_INFINITY });
  };
}
