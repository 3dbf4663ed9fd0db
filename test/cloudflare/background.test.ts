import { afterEach, expect, test } from "vitest";
import { type Cloud, startCloud } from "./cloud.ts";

const WAIT = { timeout: 15_000, interval: 20 };

let cloud: Cloud;
afterEach(() => cloud.close());

test("renews credentials in the advisory phase behind the request, with waitUntil", async () => {
  cloud = await startCloud(6);
  const first = await cloud.ask({ identity: "checkout" });
  const open = cloud.hold();
  const asked = () => cloud.ask({ identity: "checkout" });
  const advisory = await expect
    .poll(asked, WAIT)
    .toMatchObject({ waitUntilCalls: 1, accessKeyId: first.accessKeyId })
    .then(asked);
  expect(advisory).toMatchObject({ waitUntilCalls: 0, accessKeyId: first.accessKeyId });
  open();
  await expect.poll(async () => (await asked()).accessKeyId, WAIT).not.toBe(first.accessKeyId);
  expect(cloud.exchangeCount()).toBe(2);
});

test("a scheduled run fills Workers KV, and a new isolate reads it without asking the broker", async () => {
  cloud = await startCloud(21_600);
  expect(await cloud.runScheduled()).toBe("exception");
  expect((await cloud.view("warm")).asked).toBe(1);
  await cloud.restart();
  const { accessKeyId } = await cloud.ask({ via: "broker", identity: "warm", kv: "" });
  expect(accessKeyId).toMatch(/^ASIA/);
  expect(cloud.exchangeCount()).toBe(1);
  expect((await cloud.view("warm")).asked).toBe(0);
});
