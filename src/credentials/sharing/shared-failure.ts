import { isRecord, isText, tryParseJson } from "../../aws/decode.ts";
import { findServiceError, isPodkeyError } from "../../errors/any-error.ts";
import { ServiceError } from "../../errors/call-errors.ts";
import { CredentialsUnavailableError } from "../../errors/errors.ts";

/** The failure of a source, as a process shares it with others through the store. */
export interface SharedFailure {
  /** Rethrown in each process that shares the store. */
  readonly error: unknown;
  /** In milliseconds since the epoch. */
  readonly failedAtMs: number;
}

const CONTEXT = { service: "credentials", operation: "refresh" };

/** Writes a failure as text. Errors of other libraries may quote secrets: only podkey's own are described. */
export function encodeFailure({ error, failedAtMs }: SharedFailure): string {
  const isOwn = isPodkeyError(error);
  const { status, awsCode, awsMessage, throttled, retryAfterMs } = findServiceError(error) ?? {};
  return JSON.stringify({
    failedAtMs,
    message: isOwn ? error.message : "the source failed",
    retryable: isOwn && error.retryable,
    status,
    awsCode,
    awsMessage,
    throttled,
    retryAfterMs,
  });
}

/** Reads a failure. Returns `undefined` for anything else. */
export function decodeFailure(text: string | undefined): SharedFailure | undefined {
  const record = text === undefined ? undefined : tryParseJson(text);
  if (!isRecord(record)) return undefined;
  const { failedAtMs, message, retryable } = record;
  if (typeof failedAtMs !== "number" || !isText(message)) return undefined;
  const error = new CredentialsUnavailableError({
    sources: [{ source: "another process", outcome: "failed", reason: message }],
    retryable: retryable === true,
    cause: decodeRefusal(record),
  });
  return { error, failedAtMs };
}

function decodeRefusal({
  status,
  awsCode,
  awsMessage,
  throttled,
  retryable,
  retryAfterMs,
}: Record<string, unknown>): ServiceError | undefined {
  if (typeof status !== "number" || !isText(awsCode)) return undefined;
  return new ServiceError({
    ...CONTEXT,
    status,
    awsCode,
    awsMessage: isText(awsMessage) ? awsMessage : "",
    throttled: typeof throttled === "boolean" ? throttled : undefined,
    retryable: retryable === true,
    retryAfterMs: typeof retryAfterMs === "number" ? retryAfterMs : undefined,
  });
}
