import { describe, expect, it } from "vitest";
import { describeCluster } from "../../../src/eks/describe-cluster.ts";
import { type ClientOptions, createClient } from "../../../src/http/client.ts";
import { getCallerIdentity } from "../../../src/sts/get-caller-identity.ts";
import { CREDENTIALS } from "../../support/aws-examples.ts";
import { type FakeAnswer, fakeRuntime, json, silence } from "../../support/fake-runtime.ts";
import { podkeyErrorOf } from "../../support/rejection.ts";

const CLUSTER = json({ cluster: { name: "demo", arn: "arn:aws:eks:us-west-2:111122223333:cluster/demo" } });
const DOWN = json({ message: "down" }, 503);
const THROTTLED = json({ __type: "ThrottlingException" }, 429);
const FULL_QUOTA = 500;

function scene(answers: readonly FakeAnswer[], options: ClientOptions & { random?: number } = {}) {
  const { random, ...clientOptions } = options;
  const runtime = fakeRuntime({ answers, ...(random !== undefined && { random }) });
  const { ports, clock, requests } = runtime;
  const client = createClient({ region: "us-west-2", credentials: CREDENTIALS, ports, ...clientOptions });
  const call = () => clock.settle(describeCluster(client, { clusterName: "demo" }));
  return { client, call, requests, waits: clock.waits };
}

describe("a call", () => {
  it("is made once if it succeeds", async () => {
    const { call, requests } = scene([CLUSTER]);
    await call();

    expect(requests).toHaveLength(1);
  });

  it("is made three times, and fails with the last error", async () => {
    const { call, requests } = scene([DOWN, DOWN, json({ __type: "ServerException" }, 500), CLUSTER]);

    expect(await podkeyErrorOf(call())).toMatchObject({
      code: "SERVICE",
      awsCode: "ServerException",
      retryable: true,
    });
    expect(requests).toHaveLength(3);
  });

  it("succeeds if its last attempt does", async () => {
    const { call, requests } = scene([DOWN, new TypeError("fetch failed"), CLUSTER]);

    expect(await call()).toMatchObject({ name: "demo" });
    expect(requests).toHaveLength(3);
  });

  it("is made as often as the client says", async () => {
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
    [400, "ThrottlingException"],
    [400, "Throttling"],
    [400, "TooManyRequestsException"],
    [400, "LimitExceededException"],
    [400, "SlowDown"],
  ])("is retried after %d %s", async (status, code) => {
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
  ])("is not retried after %d %s", async (status, code) => {
    const { call, requests } = scene([json({ code }, status), CLUSTER]);

    expect(await podkeyErrorOf(call())).toMatchObject({
      code: "SERVICE",
      awsCode: code,
      status,
      retryable: false,
    });
    expect(requests).toHaveLength(1);
  });

  it("is not retried after an answer that makes no sense", async () => {
    const { call, requests } = scene([json([]), CLUSTER]);

    expect(await podkeyErrorOf(call())).toMatchObject({ code: "INVALID_RESPONSE", retryable: false });
    expect(requests).toHaveLength(1);
  });

  it("is not retried where there are no credentials", async () => {
    const { ports, requests } = fakeRuntime({ answers: [CLUSTER] });

    expect(
      await podkeyErrorOf(getCallerIdentity(createClient({ region: "us-west-2", ports }))),
    ).toMatchObject({
      setting: "credentials",
    });
    expect(requests).toHaveLength(0);
  });
});

describe("the wait before a retry", () => {
  it.each([
    ["any error", DOWN, 0, [0, 0]],
    ["any error", DOWN, 0.999, [49, 99]],
    ["throttling", THROTTLED, 0, [0, 0]],
    ["throttling", THROTTLED, 0.999, [999, 1998]],
    ["a dropped connection", new TypeError("fetch failed"), 0.999, [49, 99]],
  ])("after %s (%#) is jittered from 0 up to a doubling bound", async (_, answer, random, expected) => {
    const { call, waits } = scene([answer], { random });
    await podkeyErrorOf(call());

    expect(waits).toEqual(expected);
  });

  it("is never longer than 20 s", async () => {
    const { call, waits } = scene([THROTTLED], { random: 0.999, maxAttempts: 9 });
    await podkeyErrorOf(call());

    expect(Math.max(...waits)).toBe(19_980);
  });
});

describe("the retry quota", () => {
  it.each([
    ["14 for any error", DOWN, 14],
    ["14 for a dropped connection", new TypeError("fetch failed"), 14],
    ["5 for throttling", THROTTLED, 5],
  ])("loses %s", async (_, answer, cost) => {
    const { client, call } = scene([answer]);
    await podkeyErrorOf(call());

    expect(client.quota.remaining).toBe(FULL_QUOTA - 2 * cost);
  });

  it("loses 14 for a timeout", async () => {
    const { client, call } = scene([silence]);
    await podkeyErrorOf(call());

    expect(client.quota.remaining).toBe(FULL_QUOTA - 28);
  });

  it("gets back what the last retry took if that succeeds", async () => {
    const { client, call } = scene([DOWN, THROTTLED, CLUSTER]);
    await call();

    expect(client.quota.remaining).toBe(FULL_QUOTA - 14);
  });

  it("gets 1 back for a first attempt that succeeds, and is never more than full", async () => {
    const { client, call } = scene([DOWN, DOWN, DOWN, CLUSTER]);
    await podkeyErrorOf(call());
    await call();
    expect(client.quota.remaining).toBe(FULL_QUOTA - 27);

    for (let calls = 0; calls < 30; calls += 1) await call();
    expect(client.quota.remaining).toBe(FULL_QUOTA);
  });

  it("allows no retry once it is spent, while cheaper ones go on", async () => {
    const { client, call, requests } = scene([DOWN]);
    client.quota.remaining = 13;
    await podkeyErrorOf(call());
    expect(requests).toHaveLength(1);
    expect(client.quota.remaining).toBe(13);

    const throttled = scene([THROTTLED, CLUSTER]);
    throttled.client.quota.remaining = 5;
    await throttled.call();
    expect(throttled.requests).toHaveLength(2);
  });

  it("belongs to one client", async () => {
    const { client, call } = scene([DOWN]);
    await podkeyErrorOf(call());

    expect(scene([DOWN]).client.quota.remaining).toBe(FULL_QUOTA);
    expect(client.quota.remaining).toBeLessThan(FULL_QUOTA);
  });
});
