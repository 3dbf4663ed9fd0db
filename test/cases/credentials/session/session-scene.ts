import {
  createSession,
  type Session,
  type SessionOptions,
} from "../../../../src/credentials/session/session.ts";
import { CREDENTIALS } from "../../../support/aws-examples.ts";
import { type FakeRuntime, type FakeRuntimeOptions, fakeRuntime } from "../../../support/fake-runtime.ts";

/** A session with credentials of its own, on a runtime whose network gives the answers of a test. */
export function sessionScene(
  runtime: FakeRuntimeOptions,
  options: Partial<SessionOptions> = {},
): FakeRuntime & { readonly session: Session } {
  const fake = fakeRuntime(runtime);
  const session = createSession({ credentials: async () => CREDENTIALS, ...options, ports: fake.ports });
  return { ...fake, session };
}
