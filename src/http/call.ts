import { ServiceError } from "../errors/call-errors.ts";
import { PodkeyError } from "../errors/errors.ts";
import { attemptOnce, type CallOptions, type CallResult, type Operation } from "./attempt.ts";
import type { Client } from "./client.ts";
import { withRetries } from "./retry.ts";

/** Signs, sends and retries an operation. Each attempt is signed anew, with the time and credentials of the moment. */
export function call(client: Client, operation: Operation, options: CallOptions = {}): Promise<CallResult> {
  const { ports, quota, maxAttempts } = client;
  const { service, name } = operation;
  return withRetries((attempt) => observedAttempt(client, operation, options, attempt), {
    ports,
    quota,
    maxAttempts,
    signal: options.signal,
    onRetry: (error, attempt, delayMs) => {
      client.emit({ type: "retry", service, operation: name, attempt, delayMs, error });
    },
  });
}

async function observedAttempt(
  client: Client,
  operation: Operation,
  options: CallOptions,
  attempt: number,
): Promise<CallResult> {
  const startedMs = client.ports.now();
  const report = (outcome: {
    status?: number;
    requestId?: string | undefined;
    error?: PodkeyError;
  }): void => {
    const { requestId, ...rest } = outcome;
    client.emit({
      type: "attempt",
      service: operation.service,
      operation: operation.name,
      attempt,
      durationMs: client.ports.now() - startedMs,
      ...rest,
      ...(requestId !== undefined && { requestId }),
    });
  };
  try {
    const result = await attemptOnce(client, operation, options);
    report({ status: result.answer.status, requestId: result.context.requestId });
    return result;
  } catch (error) {
    if (error instanceof ServiceError) report({ status: error.status, requestId: error.requestId, error });
    else if (error instanceof PodkeyError) report({ error });
    throw error;
  }
}
