import { isPodkeyError } from "../models/any-error.ts";
import type { AwsCredentials, CredentialProvider } from "../models/credentials.ts";
import type { Ports } from "../ports.ts";

/** How long to wait, and until whose signal. */
export interface WaitForIdentityOptions {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

const POLL_MS = 500;

/**
 * Waits until credentials can be had, as a job must that starts before the agent of its node. Refused connections,
 * timeouts, 429 and 5xx are worth waiting for; anything else is final. Throws the last error.
 */
export async function waitForIdentity(
  provider: CredentialProvider,
  { timeoutMs, signal }: WaitForIdentityOptions,
  ports: Pick<Ports, "now" | "random" | "sleep">,
): Promise<AwsCredentials> {
  const deadlineMs = ports.now() + timeoutMs;
  for (;;) {
    try {
      return await provider(signal && { signal });
    } catch (error) {
      const isWorthWaiting = isPodkeyError(error) && error.retryable;
      const delayMs = POLL_MS * (1 + ports.random());
      if (!isWorthWaiting || ports.now() + delayMs > deadlineMs) throw error;
      await ports.sleep(delayMs, signal);
    }
  }
}
