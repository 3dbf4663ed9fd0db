import { type AwsCredentials, type CredentialProvider, makeCredentials } from "../../src/aws/credentials.ts";
import { NetworkError, ServiceError } from "../../src/errors/call-errors.ts";
import { CREDENTIALS } from "../support/aws-examples.ts";
import type { FakeClock } from "../support/fake-clock.ts";
import { HOUR_MS } from "../support/time.ts";

/** What a source does when it is asked. */
export type SourceMode =
  | "works"
  | "fails"
  | "throttles"
  | "denies"
  | "hangs"
  | "slow"
  | "repeats"
  | "gives expired";

/** One answer of the source with credentials. */
export interface Issued {
  readonly expiresAtMs: number;
  /** Whether the credentials had expired by the wall clock of the processes when they were issued. */
  readonly cameExpired: boolean;
}

/** A source whose clock is true, whatever the wall clock of the processes says. */
export interface ModelSource {
  mode: SourceMode;
  /** Every key that was issued. */
  readonly issued: ReadonlyMap<string, Issued>;
  calls: number;
  readonly ask: CredentialProvider;
}

const CONTEXT = { service: "container-credentials", operation: "GetCredentials" };
const LATENCY_MS = 50;
const SLOW_MS = 20_000;

/** Makes a source that works. Its credentials live for an hour. */
export function modelSource(clock: FakeClock): ModelSource {
  const leadMs = clock.now() - clock.monotonic();
  const issued = new Map<string, Issued>();
  let latest: AwsCredentials | undefined;
  const issue = (lifeMs: number): AwsCredentials => {
    const expiresAtMs = clock.monotonic() + leadMs + lifeMs;
    const accessKeyId = `ASIAEXAMPLE${String(issued.size + 1).padStart(9, "0")}`;
    issued.set(accessKeyId, { expiresAtMs, cameExpired: expiresAtMs <= clock.now() });
    return makeCredentials({ ...CREDENTIALS, accessKeyId, expiration: new Date(expiresAtMs) });
  };
  const repeat = (): AwsCredentials => {
    if (!latest?.expiration) return issue(HOUR_MS);
    const expiresAtMs = latest.expiration.getTime();
    issued.set(latest.accessKeyId, { expiresAtMs, cameExpired: expiresAtMs <= clock.now() });
    return latest;
  };
  const source: ModelSource = {
    mode: "works",
    issued,
    calls: 0,
    async ask() {
      const { mode } = source;
      source.calls += 1;
      if (mode === "hangs") await new Promise(() => undefined);
      await clock.sleep(mode === "slow" ? SLOW_MS : LATENCY_MS);
      const failure = failureOf(mode);
      if (failure) throw failure;
      latest = mode === "repeats" ? repeat() : issue(mode === "gives expired" ? -1000 : HOUR_MS);
      return latest;
    },
  };
  return source;
}

function failureOf(mode: SourceMode): Error | undefined {
  if (mode === "fails") return new NetworkError({ ...CONTEXT, host: "169.254.170.23", retryable: true });
  const facts = { ...CONTEXT, awsMessage: "" };
  if (mode === "throttles") {
    const hint = { retryable: true, retryAfterMs: 24 * HOUR_MS };
    return new ServiceError({ ...facts, status: 429, awsCode: "ThrottlingException", ...hint });
  }
  if (mode === "denies") {
    return new ServiceError({ ...facts, status: 403, awsCode: "AccessDeniedException", retryable: false });
  }
  return undefined;
}
