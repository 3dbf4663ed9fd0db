import { afterEach, beforeEach, expect, test } from "vitest";
import { type Answer, type Cloud, startCloud } from "./cloud.ts";

/** They become advisory 2.1 to 2.7 seconds after they come. */
const TTL_SECONDS = 4;
const WAIT = { timeout: 15_000, interval: 20 };

let cloud: Cloud;
beforeEach(async () => {
  cloud = await startCloud(TTL_SECONDS);
});
afterEach(() => cloud.close());

const ask = (): Promise<Answer> => cloud.ask({ via: "object", identity: "checkout" });
const alarmAtMs = async (): Promise<number | null> => (await cloud.view("checkout")).alarmAtMs;
/** No alarm is set while one is at work, too. */
const alarmIsSet = () => expect.poll(alarmAtMs, WAIT).not.toBeNull();
const alarmIsDone = () => expect.poll(alarmAtMs, WAIT).toBeNull();

test("renews ahead of expiry what was used since it came, and no longer than it is used", async () => {
  const { accessKeyId, expiresAtMs = 0 } = await ask();
  expect((await ask()).accessKeyId).toBe(accessKeyId);
  await expect.poll(() => cloud.exchangeCount(), WAIT).toBe(2);
  expect(Date.now()).toBeLessThan(expiresAtMs);
  await alarmIsSet();
  await alarmIsDone();
  expect(cloud.exchangeCount()).toBe(2);
});

test("leaves to expire what nobody asked for since it came, however many waited for it", async () => {
  await Promise.all(Array.from({ length: 20 }, ask));
  await alarmIsDone();
  expect(cloud.exchangeCount()).toBe(1);
});

test("counts a request as a use that comes after the object was started again", async () => {
  const { accessKeyId } = await ask();
  await cloud.restart();
  expect((await ask()).accessKeyId).toBe(accessKeyId);
  await expect.poll(() => cloud.exchangeCount(), WAIT).toBe(2);
});

test("tries again after a failure, and then has new credentials", async () => {
  const { accessKeyId } = await ask();
  await ask();
  cloud.emulator.injectFault({ kind: "serverError" });
  await expect.poll(() => cloud.exchangeCount(), WAIT).toBe(3);
  await expect.poll(async () => (await ask()).accessKeyId, WAIT).not.toBe(accessKeyId);
});

test("ends its attempts once the credentials have expired and nobody asks", async () => {
  const { expiresAtMs = 0 } = await ask();
  await ask();
  cloud.emulator.injectFault({ kind: "serverError", times: 1000 });
  const entries = async () => (await cloud.view("checkout")).entries;
  await expect.poll(entries, WAIT).toMatchObject({ "podkey.used": true });
  await expect.poll(entries, WAIT).toMatchObject({ "podkey.used": false });
  expect(Date.now()).toBeGreaterThanOrEqual(expiresAtMs);
  const attempts = cloud.exchangeCount();
  await alarmIsDone();
  expect(attempts).toBeGreaterThan(1);
  expect(cloud.exchangeCount()).toBe(attempts);
});

test("still hands out what it stored when the renewal after a restart fails", async () => {
  const { accessKeyId } = await ask();
  await ask();
  cloud.emulator.injectFault({ kind: "serverError", times: 1000 });
  await cloud.restart();
  await expect.poll(() => cloud.exchangeCount(), WAIT).toBe(2);
  expect((await ask()).accessKeyId).toBe(accessKeyId);
});
