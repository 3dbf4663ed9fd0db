import type { AnyPodkeyError } from "../../src/errors/any-error.ts";
import { type Client, type ClientOptions, createClient } from "../../src/http/client.ts";
import { CREDENTIALS } from "./aws-examples.ts";
import { type FakeAnswer, type FakeRuntimeOptions, fakeRuntime } from "./fake-runtime.ts";

/** An input that must be refused, and the expected error. */
export interface BadInput {
  /** Completes the test title "refuses …". */
  readonly name: string;
  readonly run: () => Promise<unknown>;
  readonly code: AnyPodkeyError["code"];
  /** Members that the error must have, for example `field` or `setting`. */
  readonly facts?: Readonly<Record<string, unknown>>;
}

/** Makes a client in us-west-2 that makes one attempt and gets the given answer. `undefined`: no request may be sent. */
export function clientThat(
  answer: FakeAnswer | undefined,
  options: ClientOptions = {},
  runtime: FakeRuntimeOptions = {},
): Client {
  const { ports } = fakeRuntime({ ...runtime, ...(answer && { answers: [answer] }) });
  return createClient({ region: "us-west-2", credentials: CREDENTIALS, maxAttempts: 1, ports, ...options });
}

/** Passes a value that the types forbid, as a caller in JavaScript can. */
export function untyped<T>(value: unknown): T {
  return value as T;
}
