import { type AnyPodkeyError, isPodkeyError } from "../../src/errors/any-error.ts";

/** Returns what a promise rejects with. Throws if it is fulfilled. */
export async function rejectionOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error("the promise was fulfilled but should have been rejected");
}

/** Returns the PodkeyError that a promise rejects with. Throws for any other outcome. */
export async function podkeyErrorOf(promise: Promise<unknown>): Promise<AnyPodkeyError> {
  const error = await rejectionOf(promise);
  if (isPodkeyError(error)) return error;
  throw new Error(`rejected with an error that is not a PodkeyError: ${String(error)}`, { cause: error });
}

/** Returns the PodkeyError with the given code that a promise rejects with. Throws for any other outcome. */
export async function errorOf<Code extends AnyPodkeyError["code"]>(
  promise: Promise<unknown>,
  code: Code,
): Promise<Extract<AnyPodkeyError, { code: Code }>> {
  const error = await podkeyErrorOf(promise);
  if (hasCode(error, code)) return error;
  throw new Error(`rejected with ${error.code} instead of ${code}: ${error.message}`, { cause: error });
}

function hasCode<Code extends AnyPodkeyError["code"]>(
  error: AnyPodkeyError,
  code: Code,
): error is Extract<AnyPodkeyError, { code: Code }> {
  return error.code === code;
}
