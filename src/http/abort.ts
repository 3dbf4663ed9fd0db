import { AbortedError, type CallContext } from "../errors/call-errors.ts";

/** Waits for work that may pay no heed to a signal itself. Rejects with the signal's reason once that aborts. */
export async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const done = new AbortController();
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true, signal: done.signal });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    done.abort();
  }
}

/** Throws `ABORTED` if the caller's signal has aborted. */
export function throwIfAborted(signal: AbortSignal | undefined, context: CallContext): void {
  if (signal?.aborted) throw new AbortedError({ ...context, cause: signal.reason });
}
