import { askProvider } from "../../aws/ask-provider.ts";
import { type CallContext, InvalidResponseError, TimeoutError } from "../../errors/call-errors.ts";
import { DeadlineError, withDeadline } from "../../lib/deadline.ts";
import type { Demand, Exchanged, RenewalParts } from "./renewal-parts.ts";
import { isRefusedKey } from "./state.ts";

/** What the errors of renewals and of their callers name as the call. */
export const REFRESH_CONTEXT: CallContext = { service: "credentials", operation: "refresh" };

/**
 * Asks the source. The source may keep credentials itself, as a broker does, and is told what is wanted. Aborts and forgets a
 * source that does not settle; otherwise it would hang its identity for ever.
 */
export async function fetchCredentials(parts: RenewalParts, { force, minTtlMs }: Demand): Promise<Exchanged> {
  const { provider, ports, state, timeoutMs } = parts;
  const { sleep } = ports;
  const startedMs = ports.monotonic();
  const wishes = {
    ...(minTtlMs > 0 && { minTtlMs }),
    ...((force || state.isRefused) && { forceRefresh: true }),
  };
  try {
    const ask = (signal: AbortSignal) => askProvider(provider, { ...wishes, signal });
    const credentials = await withDeadline({ sleep, timeoutMs }, ask);
    const endedMs = ports.monotonic();
    parts.emit({ type: "fetch", durationMs: endedMs - startedMs });
    const isRefused = isRefusedKey(state, credentials.accessKeyId, endedMs);
    return { credentials, obtainedAtMs: ports.now(), isRefused, from: "source" };
  } catch (error) {
    if (!(error instanceof DeadlineError)) throw error;
    throw new TimeoutError({ ...REFRESH_CONTEXT, host: "the source", timeoutMs });
  }
}

/** The failure of a source that returns a key which AWS refused. */
export function refusedAgain(): InvalidResponseError {
  return new InvalidResponseError({
    ...REFRESH_CONTEXT,
    path: "accessKeyId",
    expected: "a key that AWS has not refused",
    seen: "the refused key again",
  });
}
