import type { AwsCredentials, CredentialProvider } from "../../aws/credentials.ts";
import { isPodkeyError } from "../../errors/any-error.ts";
import { TimeoutError } from "../../errors/call-errors.ts";
import { refusalIn } from "../../errors/refusal.ts";
import { positiveMs } from "../../errors/settings.ts";
import { throwIfAborted } from "../../http/abort.ts";
import type { Ports } from "../../ports.ts";

/** How long to wait, and until whose signal. */
export interface WaitForIdentityOptions {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

const POLL_MS = 500;
const CONTEXT = { service: "credentials", operation: "waitForIdentity" };

/**
 * Waits until credentials can be had, as a job must that starts before the agent of its node. Refused connections,
 * timeouts, 429 and 5xx are worth waiting for; anything else is final. Throws the last error, `TIMEOUT` if not even one
 * answer came in time, `ABORTED`, and `CONFIGURATION` for a time that is not above 0 and finite.
 */
export async function waitForIdentity(
  provider: CredentialProvider,
  { timeoutMs, signal }: WaitForIdentityOptions,
  ports: Pick<Ports, "now" | "random" | "sleep">,
): Promise<AwsCredentials> {
  const deadlineMs = ports.now() + positiveMs("timeoutMs", timeoutMs);
  const timer = new AbortController();
  const overdue = ports.sleep(timeoutMs, timer.signal).then(() => undefined);
  overdue.catch(() => undefined);
  let last: unknown = new TimeoutError({ ...CONTEXT, host: "any source", timeoutMs });
  try {
    for (;;) {
      throwIfAborted(signal, CONTEXT);
      const outcome = await Promise.race([attempt(provider, signal), overdue]);
      if (!outcome) throw last;
      if ("credentials" in outcome) return outcome.credentials;
      last = outcome.error;
      const delayMs = Math.max(POLL_MS * (1 + ports.random()), refusalIn(last)?.retryAfterMs ?? 0);
      if (!isWorthWaiting(last) || ports.now() + delayMs > deadlineMs) throw last;
      // An abort during the wait surfaces at the top of the loop.
      await ports.sleep(delayMs, signal).catch(() => undefined);
    }
  } finally {
    timer.abort();
  }
}

type Outcome = { readonly credentials: AwsCredentials } | { readonly error: unknown };

async function attempt(provider: CredentialProvider, signal: AbortSignal | undefined): Promise<Outcome> {
  try {
    return { credentials: await provider(signal && { signal }) };
  } catch (error) {
    return { error };
  }
}

function isWorthWaiting(error: unknown): boolean {
  return isPodkeyError(error) && error.retryable;
}
