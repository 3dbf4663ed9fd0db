import type { AwsCredentials, CredentialProvider } from "../../aws/credentials.ts";
import { findServiceError, isPodkeyError } from "../../errors/any-error.ts";
import { TimeoutError } from "../../errors/call-errors.ts";
import { positiveMs } from "../../errors/settings.ts";
import { throwIfAborted } from "../../http/caller-abort.ts";
import { DeadlineError, withDeadline } from "../../lib/deadline.ts";
import type { Ports } from "../../ports.ts";

/** How long to wait for credentials. */
export interface WaitForIdentityOptions {
  /** The longest wait, in milliseconds. */
  readonly timeoutMs: number;
  /** Ends the wait with `ABORTED`. */
  readonly signal?: AbortSignal;
}

const POLL_MS = 500;
const CONTEXT = { service: "credentials", operation: "waitForIdentity" };

/**
 * Waits until the source gives credentials. Refused connections, timeouts, 429 and 5xx may pass, so they are waited for; any
 * other error is final. Throws the last error, `TIMEOUT` if the source did not answer once, `ABORTED`, and `CONFIGURATION`
 * for a timeout that is not above 0 and finite.
 */
export async function waitForIdentity(
  provider: CredentialProvider,
  { timeoutMs, signal }: WaitForIdentityOptions,
  ports: Pick<Ports, "monotonic" | "random" | "sleep">,
): Promise<AwsCredentials> {
  const endsAtMs = ports.monotonic() + positiveMs("timeoutMs", timeoutMs);
  throwIfAborted(signal, CONTEXT);
  let last: unknown = new TimeoutError({ ...CONTEXT, host: "any source", timeoutMs });
  const poll = async (ended: AbortSignal): Promise<AwsCredentials> => {
    for (;;) {
      try {
        return await provider({ signal: ended });
      } catch (error) {
        if (ended.aborted) throw error;
        last = error;
      }
      const delayMs = Math.max(POLL_MS * (1 + ports.random()), findServiceError(last)?.retryAfterMs ?? 0);
      if (!isWorthWaiting(last) || ports.monotonic() + delayMs > endsAtMs) throw last;
      await ports.sleep(delayMs, ended);
    }
  };
  try {
    return await withDeadline({ sleep: ports.sleep, timeoutMs, signal }, poll);
  } catch (error) {
    throwIfAborted(signal, CONTEXT);
    throw error instanceof DeadlineError ? last : error;
  }
}

function isWorthWaiting(error: unknown): boolean {
  return isPodkeyError(error) && error.retryable;
}
