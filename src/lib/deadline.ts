/** Waits for `ms` milliseconds. Rejects with the signal's reason once the signal aborts. */
export type Sleep = (ms: number, signal?: AbortSignal) => Promise<void>;

/** How long work may take, and what ends it earlier. */
export interface Deadline {
  /** Measures the time. */
  readonly sleep: Sleep;
  /** The longest time that the work may take, in milliseconds. */
  readonly timeoutMs: number;
  /** The caller's signal. The work then rejects with its reason. Default: none. */
  readonly signal?: AbortSignal | undefined;
}

/** Reports that work took longer than its deadline allows. */
export class DeadlineError extends Error {
  /** The limit that passed, in milliseconds. */
  readonly timeoutMs: number;

  constructor(timeoutMs: number) {
    super(`took longer than ${timeoutMs} ms`);
    this.name = "DeadlineError";
    this.timeoutMs = timeoutMs;
  }
}

/**
 * Runs work until its deadline. The signal that the work receives aborts at the deadline, or when the caller's signal
 * does. The wait ends at that moment even if the work ignores its signal. Rejects with `DeadlineError`, or with the reason
 * of the caller's signal.
 */
export async function withDeadline<T>(
  { sleep, timeoutMs, signal }: Deadline,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const ended = new AbortController();
  const done = new AbortController();
  try {
    return await new Promise((resolve, reject) => {
      const end = (reason: unknown): void => {
        ended.abort(reason);
        reject(reason);
      };
      if (signal?.aborted) end(signal.reason);
      signal?.addEventListener("abort", () => end(signal.reason), { signal: done.signal });
      sleep(timeoutMs, done.signal).then(
        () => end(new DeadlineError(timeoutMs)),
        () => undefined,
      );
      work(ended.signal).then(resolve, reject);
    });
  } finally {
    // With a reason, because an engine would make one: an error with its stack.
    done.abort("done");
  }
}

/** Waits for work that may ignore a signal. Rejects with the signal's reason once the signal aborts. */
export function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return withDeadline({ sleep: forever, timeoutMs: 0, signal }, () => work);
}

function forever(): Promise<void> {
  return new Promise(() => undefined);
}
