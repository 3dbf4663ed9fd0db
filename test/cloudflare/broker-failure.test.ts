import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type Cloud, startCloud } from "./cloud.ts";

const SIX_HOURS_SECONDS = 21_600;

let cloud: Cloud;
beforeAll(async () => {
  cloud = await startCloud(SIX_HOURS_SECONDS);
});
afterEach(() => cloud.emulator.clearFaults());
afterAll(() => cloud.close());

test("a refusal by AWS reaches the Worker with its code, its message and retryable", async () => {
  const refusal = { status: 400, code: "AccessDeniedException", message: "the role does not trust the pod" };
  cloud.emulator.injectFault({ kind: "error", ...refusal });
  const { error } = await cloud.ask({ via: "broker", identity: "refused" });
  expect(error).toMatchObject({
    name: "ServiceError",
    code: "SERVICE",
    service: "credential-broker",
    operation: "GetCredentials",
    status: 502,
    awsCode: "AccessDeniedException",
    retryable: false,
  });
  expect(error?.["awsMessage"]).toContain("the role does not trust the pod");
});

test("a throttled exchange reaches the Worker as retryable, with retryAfterMs", async () => {
  cloud.emulator.injectFault({ kind: "throttle", retryAfterSeconds: 7 });
  const { error } = await cloud.ask({ via: "broker", identity: "throttled" });
  expect(error).toMatchObject({
    code: "SERVICE",
    awsCode: "ThrottlingException",
    retryable: true,
    retryAfterMs: 7000,
  });
});

test("a reset of the object during a request is a retryable NETWORK error", async () => {
  const { error } = await cloud.ask({ via: "broker", identity: "reset" });
  expect(error).toMatchObject({ code: "NETWORK", service: "credential-broker", retryable: true });
});

test("a source that never settles fails the Workers that wait for it, and the next one gets credentials", async () => {
  const asked = Array.from({ length: 10 }, () => cloud.ask({ via: "object", identity: "silent" }));
  for (const { error } of await Promise.all(asked)) {
    expect(error).toMatchObject({ code: "SERVICE", service: "credential-broker", retryable: true });
    expect(error?.["awsMessage"]).toContain("300 ms");
  }
  const keyOf = async () => (await cloud.ask({ via: "object", identity: "silent" })).accessKeyId;
  await expect.poll(keyOf, { timeout: 15_000, interval: 50 }).toMatch(/^ASIA/);
});

test("no secret in a source's error reaches the Worker", async () => {
  const { error } = await cloud.ask({ via: "broker", identity: "leaky" });
  expect(error).toMatchObject({ code: "SERVICE", awsCode: "BrokerFailure", awsMessage: "the source failed" });
  expect(JSON.stringify(error)).not.toContain("wJalr");
});

test("credentials that expire too soon for minTtlMs are an error of the broker that says so", async () => {
  const { error } = await cloud.ask({ via: "object", identity: "long", minTtlMs: "90000000" });
  expect(error).toMatchObject({ code: "SERVICE", retryable: false });
  expect(error?.["awsMessage"]).toContain("90000000 ms");
});
