import { AbortedError, type CallContext } from "../errors/call-errors.ts";

/** Throws `ABORTED` if the caller's signal has aborted. */
export function throwIfAborted(signal: AbortSignal | undefined, context: CallContext): void {
  if (signal?.aborted) throw new AbortedError({ ...context, cause: signal.reason });
}
