import type {
  AbortedError,
  InvalidResponseError,
  NetworkError,
  ServiceError,
  TimeoutError,
} from "./call-errors.ts";
import type {
  ConfigurationError,
  CredentialsExpiredError,
  CredentialsUnavailableError,
  InvalidRequestError,
  InvalidTokenError,
  NotConfiguredError,
} from "./errors.ts";

/** Any error of podkey. `switch (error.code)` narrows it to a class. */
export type AnyPodkeyError =
  | AbortedError
  | ConfigurationError
  | CredentialsExpiredError
  | CredentialsUnavailableError
  | InvalidRequestError
  | InvalidResponseError
  | InvalidTokenError
  | NetworkError
  | NotConfiguredError
  | ServiceError
  | TimeoutError;

/** Whether a caught value is an error of podkey, even if the program holds two copies of podkey. */
export function isPodkeyError(value: unknown): value is AnyPodkeyError {
  return value instanceof Error && "isPodkeyError" in value && value.isPodkeyError === true;
}

/** Finds AWS's answer in an error that a chain may have wrapped. Returns `undefined` if there was no answer. */
export function findServiceError(error: unknown): ServiceError | undefined {
  if (!isPodkeyError(error)) return undefined;
  if (error.code === "SERVICE") return error;
  return error.code === "CREDENTIALS_UNAVAILABLE" ? findServiceError(error.cause) : undefined;
}
