import { isPodkeyError } from "../../src/errors/any-error.ts";

/** The system's name of a failure, as `EADDRINUSE`. */
export function failureCode(cause: unknown): string | undefined {
  if (isPodkeyError(cause)) return undefined;
  return cause instanceof Error && "code" in cause ? String(cause.code) : undefined;
}

/** Why somebody cannot listen, and what to do. */
export function listeningError(place: string, cause: unknown, advice: string): Error {
  const reason = failureCode(cause) ?? (cause instanceof Error ? cause.message : String(cause));
  return new Error(`cannot listen on ${place}: ${reason}; ${advice}`, { cause });
}
