import type { AnyPodkeyError } from "../../src/errors/any-error.ts";
import { type Client, type ClientOptions, createClient } from "../../src/http/client.ts";
import { CREDENTIALS } from "./aws-examples.ts";
import { type FakeAnswer, type FakeRuntimeOptions, fakeRuntime } from "./fake-runtime.ts";

/** An input that must be refused, and how. */
export interface BadInput {
  /** Completes "refuses …". */
  readonly name: string;
  readonly run: () => Promise<unknown>;
  readonly code: AnyPodkeyError["code"];
  /** Facts that the error must state, as `field` or `setting`. */
  readonly facts?: Readonly<Record<string, unknown>>;
}

/** A client in us-west-2 whose network answers as told, or not at all. It makes one attempt. */
export function clientThat(
  answer: FakeAnswer | undefined,
  options: ClientOptions = {},
  runtime: FakeRuntimeOptions = {},
): Client {
  const { ports } = fakeRuntime({ ...runtime, ...(answer && { answers: [answer] }) });
  return createClient({ region: "us-west-2", credentials: CREDENTIALS, maxAttempts: 1, ports, ...options });
}

/** Lets a test pass what the types forbid, as a caller in JavaScript may. */
export function untyped<T>(value: unknown): T {
  return value as T;
}
