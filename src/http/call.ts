import { ServiceError } from "../errors/call-errors.ts";
import { PodkeyError } from "../errors/errors.ts";
import { attemptOnce, type CallOptions, type CallResult, type Operation } from "./attempt.ts";
import { type ClientParts, type ClientSource, partsOf } from "./client.ts";
import { measureAttempt } from "./measure-attempt.ts";
import { withRetries } from "./retry.ts";

/** Signs, sends and retries an operation. Signs each attempt with the time and the credentials of that moment. */
export function call(
  client: ClientSource,
  operation: Operation,
  options: CallOptions = {},
): Promise<CallResult> {
  const parts = partsOf(client);
  const { ports, quota, maxAttempts } = parts;
  const { service, name } = operation;
  return withRetries((attempt) => observedAttempt(parts, operation, options, attempt), {
    ports,
    quota,
    maxAttempts,
    signal: options.signal,
    onRetry: (error, attempt, delayMs) => {
      parts.emit({ type: "retry", service, operation: name, attempt, delayMs, error });
    },
  });
}

async function observedAttempt(
  parts: ClientParts,
  operation: Operation,
  options: CallOptions,
  attempt: number,
): Promise<CallResult> {
  const { service, name } = operation;
  const report = measureAttempt(parts, { service, operation: name, attempt });
  try {
    const result = await attemptOnce(parts, operation, options);
    report({ status: result.answer.status, requestId: result.context.requestId });
    return result;
  } catch (error) {
    if (error instanceof ServiceError) report({ status: error.status, requestId: error.requestId, error });
    else if (error instanceof PodkeyError) report({ error });
    throw error;
  }
}
