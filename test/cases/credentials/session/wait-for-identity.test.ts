import { describe, expect, it } from "vitest";
import type { AwsCredentials } from "../../../../src/aws/credentials.ts";
import { fromContainer } from "../../../../src/credentials/providers/container/from-container.ts";
import { createSession } from "../../../../src/credentials/session/session.ts";
import { CONTAINER_BODY, CREDENTIALS, NOW_MS } from "../../../support/aws-examples.ts";
import { queueTurn } from "../../../support/fake-clock.ts";
import { type FakeAnswer, fakeRuntime, json, text } from "../../../support/fake-runtime.ts";
import { errorOf, rejectionOf } from "../../../support/rejection.ts";
import { refused, throttled, unreachable } from "../refresh/refusals.ts";

/** A session whose source fails so often, and then answers. */
function failingSession(...failures: readonly unknown[]) {
  const { ports, clock } = fakeRuntime();
  const left = [...failures];
  const calls: number[] = [];
  const credentials = async (): Promise<AwsCredentials> => {
    calls.push(clock.now() - NOW_MS);
    const [failure] = left.splice(0, 1);
    if (failure !== undefined) throw failure;
    return CREDENTIALS;
  };
  const session = createSession({ credentials, ports });
  const wait = (timeoutMs: number, signal?: AbortSignal) =>
    session.waitForIdentity({ timeoutMs, ...(signal && { signal }) });
  return { session, clock, calls, wait, waited: () => clock.now() - NOW_MS };
}

function always(failure: unknown): unknown[] {
  return Array.from({ length: 1000 }, () => failure);
}

describe("waitForIdentity", () => {
  it("returns at once if the source has credentials", async () => {
    const { clock, wait, waited } = failingSession();

    expect(await clock.settle(wait(1000))).toEqual(CREDENTIALS);
    expect(waited()).toBe(0);
  });

  it.each([
    ["a refused connection", unreachable()],
    ["429", throttled()],
    ["500", refused(500, "InternalServerException", { retryable: true })],
    ["503", refused(503, "ServiceUnavailableException", { retryable: true })],
  ])("waits while the response is %s", async (_what, failure) => {
    const { clock, wait, calls, waited } = failingSession(failure, failure, failure);

    expect(await clock.settle(wait(30_000))).toEqual(CREDENTIALS);
    expect(calls).toHaveLength(4);
    expect(waited()).toBeLessThan(5000);
  });

  it.each([
    [400, "InvalidTokenException"],
    [403, "AccessDeniedException"],
    [404, "ResourceNotFoundException"],
  ])("does not wait after status %i", async (status, awsCode) => {
    const failure = refused(status, awsCode);
    const { clock, wait, waited } = failingSession(failure);

    expect(await clock.settle(rejectionOf(wait(30_000)))).toBe(failure);
    expect(waited()).toBe(0);
  });

  it("does not wait after an error that is not podkey's", async () => {
    const failure = new TypeError("a bug in the provider");
    const { clock, wait } = failingSession(failure);

    expect(await clock.settle(rejectionOf(wait(30_000)))).toBe(failure);
  });

  it("throws the last error no later than its deadline", async () => {
    const failure = unreachable();
    const { clock, wait, waited } = failingSession(...always(failure));

    expect(await clock.settle(rejectionOf(wait(10_000)))).toBe(failure);
    expect(waited()).toBeLessThanOrEqual(10_000);
    expect(waited()).toBeGreaterThan(9000);
  });

  it("asks again no earlier than the service demands", async () => {
    const { clock, wait, calls } = failingSession(throttled(7000));
    await clock.settle(wait(30_000));

    expect(calls).toEqual([0, 7000]);
  });

  it("does not wait if the service demands a wait beyond the deadline", async () => {
    const failure = throttled(60_000);
    const { clock, wait, waited } = failingSession(failure);

    expect(await clock.settle(rejectionOf(wait(30_000)))).toBe(failure);
    expect(waited()).toBe(0);
  });

  it("throws TIMEOUT at its deadline if the source never settles", async () => {
    const { ports, clock } = fakeRuntime();
    const session = createSession({ credentials: () => new Promise(() => undefined), ports });
    const error = await clock.settle(errorOf(session.waitForIdentity({ timeoutMs: 3000 }), "TIMEOUT"));

    expect([error.timeoutMs, clock.now() - NOW_MS]).toEqual([3000, 3000]);
  });

  it.each([
    ["during an attempt", () => new Promise<never>(() => undefined)],
    ["between two attempts", () => Promise.reject(unreachable())],
  ])("throws ABORTED when its caller aborts %s", async (_when, credentials) => {
    const session = createSession({ credentials, ports: fakeRuntime().ports });
    const caller = new AbortController();
    const waiting = errorOf(session.waitForIdentity({ timeoutMs: 30_000, signal: caller.signal }), "ABORTED");
    await queueTurn();
    caller.abort("enough");

    expect((await waiting).cause).toBe("enough");
  });

  it("does not ask the source for a caller that has aborted", async () => {
    const { wait, calls } = failingSession();
    await errorOf(wait(30_000, AbortSignal.abort()), "ABORTED");

    expect(calls).toEqual([]);
  });

  it.each([0, -1, Number.NaN, Infinity])("refuses to wait %s ms", async (timeoutMs) => {
    const error = await errorOf(failingSession().wait(timeoutMs), "CONFIGURATION");
    expect(error.setting).toBe("timeoutMs");
  });

  it("waits for an agent that starts after the job", async () => {
    const refusedConnections = Array.from({ length: 40 }, () => new TypeError("fetch failed"));
    const answers: FakeAnswer[] = [...refusedConnections, text("busy", 503), json(CONTAINER_BODY)];
    const { ports, clock } = fakeRuntime({ answers, random: 0.5 });
    const uri = "http://169.254.170.23/v1/credentials";
    const session = createSession({ credentials: fromContainer({ uri, ports }), ports });

    const { accessKeyId } = await clock.settle(session.waitForIdentity({ timeoutMs: 600_000 }));
    expect(accessKeyId).toBe(CONTAINER_BODY["AccessKeyId"]);
  });
});
