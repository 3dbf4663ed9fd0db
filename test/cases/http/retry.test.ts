import { describe, expect, it } from "vitest";
import { ServiceError } from "../../../src/errors/call-errors.ts";
import { createClient } from "../../../src/http/client.ts";
import { createRetryQuota, withRetries } from "../../../src/http/retry.ts";
import { getCallerIdentity } from "../../../src/sts/caller-identity.ts";
import { NOW_MS } from "../../support/aws-examples.ts";
import { fakeClock } from "../../support/fake-clock.ts";
import { fakeRuntime, json } from "../../support/fake-runtime.ts";
import { podkeyErrorOf } from "../../support/rejection.ts";
import { CLUSTER, DOWN, scene } from "./one-client.ts";

describe("a call", () => {
  it("is sent once if it succeeds", async () => {
    const { call, requests } = scene([CLUSTER]);
    await call();

    expect(requests).toHaveLength(1);
  });

  it("is sent at most three times by default, and then fails with the last error", async () => {
    const { call, requests } = scene([DOWN, DOWN, json({ __type: "ServerException" }, 500), CLUSTER]);

    expect(await podkeyErrorOf(call())).toMatchObject({
      code: "SERVICE",
      awsCode: "ServerException",
      retryable: true,
    });
    expect(requests).toHaveLength(3);
  });

  it("succeeds if its last attempt succeeds", async () => {
    const { call, requests } = scene([DOWN, new TypeError("fetch failed"), CLUSTER]);

    expect(await call()).toMatchObject({ name: "demo" });
    expect(requests).toHaveLength(3);
  });

  it("is sent at most maxAttempts times", async () => {
    const { call, requests } = scene([DOWN], { maxAttempts: 7 });
    await podkeyErrorOf(call());

    expect(requests).toHaveLength(7);
  });

  it("signs each attempt with the time of that attempt", async () => {
    const { call, requests } = scene([json({}, 503, { "retry-after": "2" }), CLUSTER]);
    await call();

    expect(requests.map(({ headers }) => headers["x-amz-date"])).toEqual([
      "20260301T120000Z",
      "20260301T120002Z",
    ]);
  });

  it.each([
    [500, "Unknown"],
    [502, "Unknown"],
    [503, "Unknown"],
    [504, "Unknown"],
    [429, "Unknown"],
    [400, "RequestTimeout"],
    [400, "RequestTimeoutException"],
    [400, "BandwidthLimitExceeded"],
    [400, "EC2ThrottledException"],
    [400, "LimitExceededException"],
    [400, "PriorRequestNotComplete"],
    [400, "ProvisionedThroughputExceededException"],
    [400, "RequestLimitExceeded"],
    [400, "RequestThrottled"],
    [400, "RequestThrottledException"],
    [400, "SlowDown"],
    [400, "ThrottledException"],
    [400, "Throttling"],
    [400, "ThrottlingException"],
    [400, "TooManyRequestsException"],
    [400, "TransactionInProgressException"],
  ])("is retried after the status %d with the code %s", async (status, code) => {
    const { call, requests } = scene([json({ code }, status), CLUSTER]);
    await call();

    expect(requests).toHaveLength(2);
  });

  it.each([
    [400, "InvalidParameterException"],
    [400, "ResourceLimitExceededException"],
    [400, "ServerException"],
    [400, "InternalServerException"],
    [403, "AccessDeniedException"],
    [403, "SignatureDoesNotMatch"],
    [404, "ResourceNotFoundException"],
    [408, "Unknown"],
    [409, "ResourceInUseException"],
    [425, "Unknown"],
    [501, "Unknown"],
    [505, "Unknown"],
    [529, "Unknown"],
  ])("is not retried after the status %d with the code %s", async (status, code) => {
    const { call, requests } = scene([json({ code }, status), CLUSTER]);

    expect(await podkeyErrorOf(call())).toMatchObject({
      code: "SERVICE",
      awsCode: code,
      status,
      retryable: false,
    });
    expect(requests).toHaveLength(1);
  });

  it.each([
    ["ends with its error", 1025, 1],
    ["is repeated", 1026, 2],
  ])("%s if the wait of 1,026 ms would end after %d ms of its deadline", async (_, deadlineMs, attempts) => {
    const clock = fakeClock(NOW_MS);
    const error = new ServiceError({
      service: "eks",
      operation: "DescribeCluster",
      status: 503,
      awsCode: "Unknown",
      awsMessage: "",
      retryable: true,
      retryAfterMs: 1026,
    });
    let runs = 0;
    const run = async (): Promise<never> => {
      runs += 1;
      throw error;
    };
    const calling = withRetries(run, {
      ports: { ...clock, random: () => 0 },
      quota: createRetryQuota(),
      maxAttempts: 2,
      deadlineAtMs: clock.monotonic() + deadlineMs,
    });

    await expect(clock.settle(calling)).rejects.toBe(error);
    expect(runs).toBe(attempts);
  });

  it("is not retried after a response that cannot be parsed", async () => {
    const { call, requests } = scene([json([]), CLUSTER]);

    expect(await podkeyErrorOf(call())).toMatchObject({ code: "INVALID_RESPONSE", retryable: false });
    expect(requests).toHaveLength(1);
  });

  it("fails without a request if the client has no credentials", async () => {
    const { ports, requests } = fakeRuntime({ answers: [CLUSTER] });

    expect(
      await podkeyErrorOf(getCallerIdentity(createClient({ region: "us-west-2", ports }))),
    ).toMatchObject({
      setting: "credentials",
    });
    expect(requests).toHaveLength(0);
  });
});
