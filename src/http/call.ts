import type { ServiceError } from "../errors/call-errors.ts";
import { PodkeyError } from "../errors/errors.ts";
import { attemptOnce, type CallOptions, type CallResult, type Operation } from "./attempt.ts";
import { type ClientParts, type ClientSource, partsOf } from "./client.ts";
import { type AttemptName, measureAttempt } from "./measure-attempt.ts";
import { withRetries } from "./retry.ts";

/** Signs, sends and retries an operation. Signs each attempt with the time and the credentials of that moment. */
export function call(
  client: ClientSource,
  operation: Operation,
  options: CallOptions = {},
): Promise<CallResult> {
  const parts = partsOf(client);
  const { service, name } = operation;
  const context = { service, operation: name };
  const once = (): Promise<CallResult> => attemptOnce(parts, operation, options);
  return withRetries((attempt) => observedAttempt(parts, { ...context, attempt }, once), {
    ...parts,
    signal: options.signal,
    onRetry: (error, attempt, delayMs) => parts.emit({ type: "retry", ...context, attempt, delayMs, error }),
  });
}

async function observedAttempt(
  parts: ClientParts,
  name: AttemptName,
  run: () => Promise<CallResult>,
): Promise<CallResult> {
  const report = measureAttempt(parts, name);
  try {
    const result = await run();
    report(result.context);
    return result;
  } catch (error) {
    if (error instanceof PodkeyError) {
      const { status, requestId } = error as Partial<ServiceError>;
      report({ status, requestId, error });
    }
    throw error;
  }
}
