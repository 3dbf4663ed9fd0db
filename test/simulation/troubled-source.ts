import { type AwsCredentials, type CredentialProvider, makeCredentials } from "../../src/aws/credentials.ts";
import { NetworkError, ServiceError } from "../../src/errors/call-errors.ts";
import { CREDENTIALS } from "../support/aws-examples.ts";
import type { FakeClock } from "../support/fake-clock.ts";

/** A stretch of a day, in milliseconds from its start. */
export interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
}

/** What goes wrong with the source. */
export interface Troubles {
  readonly lifeMs: number;
  /** The chance that an exchange fails. */
  readonly failureRate: number;
  /** Nobody answers, after a second. */
  readonly outage: Stretch;
  /** 429 with a hint. */
  readonly storm: Stretch;
  readonly retryAfterMs: number;
  /** How long a token is good; a new one lies in its place from two thirds of it. */
  readonly tokenLifeMs: number;
}

/** A source with what it has counted. */
export interface TroubledSource {
  readonly provider: CredentialProvider;
  readonly counts: {
    exchanges: number;
    failures: number;
    throttled: number;
    tooEarly: number;
    oldTokens: number;
  };
}

const CONTEXT = { service: "container-credentials", operation: "GetCredentials" };

/** An agent that has a bad day. Answers take 20 to 220 ms. */
export function troubledSource(clock: FakeClock, chance: () => number, troubles: Troubles): TroubledSource {
  const startMs = clock.now();
  const counts = { exchanges: 0, failures: 0, throttled: 0, tooEarly: 0, oldTokens: 0 };
  let notBeforeMs = 0;
  const provider = async (): Promise<AwsCredentials> => {
    const tokenIssuedMs = clock.now() - (clock.now() % ((troubles.tokenLifeMs * 2) / 3));
    const elapsedMs = clock.now() - startMs;
    if (clock.now() < notBeforeMs) counts.tooEarly += 1;
    if (isWithin(elapsedMs, troubles.outage)) {
      counts.failures += 1;
      await clock.sleep(1000);
      throw new NetworkError({ ...CONTEXT, host: "169.254.170.23", retryable: true });
    }
    await clock.sleep(20 + 200 * chance());
    if (isWithin(elapsedMs, troubles.storm)) {
      counts.throttled += 1;
      notBeforeMs = clock.now() + troubles.retryAfterMs;
      throw refusal(429, "ThrottlingException", troubles.retryAfterMs);
    }
    if (clock.now() > tokenIssuedMs + troubles.tokenLifeMs) {
      counts.oldTokens += 1;
      throw refusal(400, "ExpiredTokenException");
    }
    if (chance() < troubles.failureRate) {
      counts.failures += 1;
      throw refusal(500, "InternalServerException");
    }
    counts.exchanges += 1;
    return makeCredentials({
      ...CREDENTIALS,
      accessKeyId: `ASIAEXAMPLE${String(counts.exchanges).padStart(9, "0")}`,
      expiration: new Date(clock.now() + troubles.lifeMs),
    });
  };
  return { provider, counts };
}

function isWithin(elapsedMs: number, { fromMs, toMs }: Stretch): boolean {
  return elapsedMs >= fromMs && elapsedMs < toMs;
}

function refusal(status: number, awsCode: string, retryAfterMs?: number): ServiceError {
  return new ServiceError({
    ...CONTEXT,
    status,
    awsCode,
    awsMessage: "",
    retryable: status !== 400,
    retryAfterMs,
  });
}
