import type { PodkeyError } from "../errors/errors.ts";
import type { ClientParts } from "./client.ts";

/** The attempt that an event names. */
export interface AttemptName {
  /** The service's signing name, e.g. `eks`. */
  readonly service: string;
  /** AWS's name of the operation, or the HTTP method of a session's `fetch`. */
  readonly operation: string;
  /** The number of the attempt, from 1. */
  readonly attempt: number;
}

/** How an attempt ended. */
interface AttemptOutcome {
  /** The HTTP status. Absent if no response arrived. */
  readonly status?: number | undefined;
  /** AWS's id of the request. Absent if the response names none. */
  readonly requestId?: string | undefined;
  /** Why the attempt failed. Absent after a success. */
  readonly error?: PodkeyError | undefined;
}

/** Starts the stopwatch of an attempt. Returns a function that emits the event `attempt` with the outcome. */
export function measureAttempt(
  { ports, emit }: Pick<ClientParts, "ports" | "emit">,
  name: AttemptName,
): (outcome: AttemptOutcome) => void {
  const startedMs = ports.monotonic();
  return ({ status, requestId, error }) => {
    emit({
      type: "attempt",
      ...name,
      durationMs: ports.monotonic() - startedMs,
      ...(status && { status }),
      ...(requestId && { requestId }),
      ...(error && { error }),
    });
  };
}
