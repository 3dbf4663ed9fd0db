import { isPodkeyError } from "./any-error.ts";
import type { ServiceError } from "./call-errors.ts";

/** What the source answered, in an error that a chain may have wrapped; nothing if it did not answer. */
export function refusalIn(error: unknown): ServiceError | undefined {
  if (!isPodkeyError(error)) return undefined;
  if (error.code === "SERVICE") return error;
  return error.code === "CREDENTIALS_UNAVAILABLE" ? refusalIn(error.cause) : undefined;
}
