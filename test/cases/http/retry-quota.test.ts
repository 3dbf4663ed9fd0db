import { describe, expect, it } from "vitest";
import { partsOf } from "../../../src/http/client.ts";
import { json, silence } from "../../support/fake-runtime.ts";
import { podkeyErrorOf } from "../../support/rejection.ts";
import { CLUSTER, DOWN, scene } from "./one-client.ts";

const THROTTLED = json({ __type: "ThrottlingException" }, 429);
const FULL_QUOTA = 500;

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

  it.each([
    "BandwidthLimitExceeded",
    "EC2ThrottledException",
    "LimitExceededException",
    "PriorRequestNotComplete",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "RequestThrottled",
    "RequestThrottledException",
    "SlowDown",
    "ThrottledException",
    "Throttling",
    "ThrottlingException",
    "TooManyRequestsException",
    "TransactionInProgressException",
  ])("after %s with status 400 is as long as for throttling", async (code) => {
    const { call, waits } = scene([json({ __type: code }, 400)], { random: 0.5 });
    await podkeyErrorOf(call());

    expect(waits).toEqual([500, 1000]);
  });

  it.each(["RequestTimeout", "RequestTimeoutException"])(
    "after %s with status 400 is as long as for any other error",
    async (code) => {
      const { call, waits } = scene([json({ __type: code }, 400)], { random: 0.5 });
      await podkeyErrorOf(call());

      expect(waits).toEqual([25, 50]);
    },
  );

  it("is never longer than 20 s", async () => {
    const { call, waits } = scene([THROTTLED], { random: 0.999, maxAttempts: 9 });
    await podkeyErrorOf(call());

    expect(Math.max(...waits)).toBe(19_980);
  });
});

describe("the retry quota", () => {
  it.each([
    ["14 for each retry after a 503", DOWN, 14],
    ["14 for each retry after a dropped connection", new TypeError("fetch failed"), 14],
    ["5 for each retry after throttling", THROTTLED, 5],
  ])("loses %s", async (_, answer, cost) => {
    const { client, call } = scene([answer]);
    await podkeyErrorOf(call());

    expect(partsOf(client).quota.remaining).toBe(FULL_QUOTA - 2 * cost);
  });

  it("loses 14 for each retry after a timeout", async () => {
    const { client, call } = scene([silence]);
    await podkeyErrorOf(call());

    expect(partsOf(client).quota.remaining).toBe(FULL_QUOTA - 28);
  });

  it("gets back the cost of the last retry if it succeeds", async () => {
    const { client, call } = scene([DOWN, THROTTLED, CLUSTER]);
    await call();

    expect(partsOf(client).quota.remaining).toBe(FULL_QUOTA - 14);
  });

  it("gets 1 back for a first attempt that succeeds, up to its full size", async () => {
    const { client, call } = scene([DOWN, DOWN, DOWN, CLUSTER]);
    await podkeyErrorOf(call());
    await call();
    expect(partsOf(client).quota.remaining).toBe(FULL_QUOTA - 27);

    for (let calls = 0; calls < 30; calls += 1) await call();
    expect(partsOf(client).quota.remaining).toBe(FULL_QUOTA);
  });

  it("allows no retry that costs more than what remains, but allows a cheaper one", async () => {
    const { client, call, requests } = scene([DOWN]);
    partsOf(client).quota.remaining = 13;
    await podkeyErrorOf(call());
    expect(requests).toHaveLength(1);
    expect(partsOf(client).quota.remaining).toBe(13);

    const throttled = scene([THROTTLED, CLUSTER]);
    partsOf(throttled.client).quota.remaining = 5;
    await throttled.call();
    expect(throttled.requests).toHaveLength(2);
  });

  it("is not shared between clients", async () => {
    const { client, call } = scene([DOWN]);
    await podkeyErrorOf(call());

    expect(partsOf(scene([DOWN]).client).quota.remaining).toBe(FULL_QUOTA);
    expect(partsOf(client).quota.remaining).toBeLessThan(FULL_QUOTA);
  });
});
