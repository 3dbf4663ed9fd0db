import { onTestFinished } from "vitest";

/** Replaces `console.error` until the test is finished. Returns the arguments of each call. */
export function recordErrors(): unknown[][] {
  const { error } = console;
  onTestFinished(() => {
    console.error = error;
  });
  const calls: unknown[][] = [];
  console.error = (...call: unknown[]) => {
    calls.push(call);
  };
  return calls;
}
