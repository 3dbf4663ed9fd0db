import { AbortedError, type CallContext } from "../errors/call-errors.ts";
import { untilAborted } from "../lib/deadline.ts";

/** Throws `ABORTED` if the caller's signal has aborted. */
export function throwIfAborted(signal: AbortSignal | undefined, context: CallContext): void {
  if (signal?.aborted) throw new AbortedError({ ...context, cause: signal.reason });
}

/**
 * Waits for work, but no longer than the caller does: throws `ABORTED` once its signal aborts, even if the work ignores the
 * signal. A caller that aborted before starts nothing.
 */
export async function untilCallerAborts<T>(
  work: () => Promise<T>,
  signal: AbortSignal | undefined,
  context: CallContext,
): Promise<T> {
  if (!signal) return work();
  throwIfAborted(signal, context);
  try {
    return await untilAborted(work(), signal);
  } catch (error) {
    throwIfAborted(signal, context);
    throw error;
  }
}
