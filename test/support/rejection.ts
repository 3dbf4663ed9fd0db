import { type AnyPodkeyError, isPodkeyError } from "../../src/errors/any-error.ts";

/** Answers what a promise rejects with, and complains if it does not. */
export async function rejectionOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error("the promise was fulfilled, and should have been rejected");
}

/** Answers the error of podkey that a promise rejects with, and complains about any other outcome. */
export async function podkeyErrorOf(promise: Promise<unknown>): Promise<AnyPodkeyError> {
  const error = await rejectionOf(promise);
  if (isPodkeyError(error)) return error;
  throw new Error(`rejected with something that is no error of podkey: ${String(error)}`, { cause: error });
}

/** The error of podkey with the given code that a promise rejects with. */
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
