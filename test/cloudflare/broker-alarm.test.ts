import { afterEach, beforeEach, expect, test } from "vitest";
import { type Answer, type Cloud, startCloud } from "./cloud.ts";

/** Credentials enter the advisory phase 2.1 to 2.7 seconds after they are obtained. */
const TTL_SECONDS = 4;
const WAIT = { timeout: 15_000, interval: 20 };

let cloud: Cloud;
beforeEach(async () => {
  cloud = await startCloud(TTL_SECONDS);
});
afterEach(() => cloud.close());

const ask = (): Promise<Answer> => cloud.ask({ via: "object", identity: "checkout" });
const alarmAtMs = async (): Promise<number | null> => (await cloud.view("checkout")).alarmAtMs;
/** Waits until an alarm is set. None is set while one runs, either. */
const alarmIsSet = () => expect.poll(alarmAtMs, WAIT).not.toBeNull();
const alarmIsDone = () => expect.poll(alarmAtMs, WAIT).toBeNull();

test("renews credentials before they expire, but only while Workers use them", async () => {
  const { accessKeyId, expiresAtMs = 0 } = await ask();
  expect((await ask()).accessKeyId).toBe(accessKeyId);
  await expect.poll(() => cloud.exchangeCount(), WAIT).toBe(2);
  expect(Date.now()).toBeLessThan(expiresAtMs);
  await alarmIsSet();
  await alarmIsDone();
  expect(cloud.exchangeCount()).toBe(2);
});

test("lets credentials expire that no Worker used after they were obtained, even if 20 waited for them", async () => {
  await Promise.all(Array.from({ length: 20 }, ask));
  await alarmIsDone();
  expect(cloud.exchangeCount()).toBe(1);
});

test("counts a request after a restart of the object as a use", async () => {
  const { accessKeyId } = await ask();
  await cloud.restart();
  expect((await ask()).accessKeyId).toBe(accessKeyId);
  await expect.poll(() => cloud.exchangeCount(), WAIT).toBe(2);
});

test("tries again after a failed renewal until it has new credentials", async () => {
  const { accessKeyId } = await ask();
  await ask();
  cloud.emulator.injectFault({ kind: "serverError" });
  await expect.poll(() => cloud.exchangeCount(), WAIT).toBe(3);
  await expect.poll(async () => (await ask()).accessKeyId, WAIT).not.toBe(accessKeyId);
});

test("ends its attempts once the credentials have expired and no Worker asks", async () => {
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

test("returns stored credentials if the renewal after a restart fails", async () => {
  const { accessKeyId } = await ask();
  await ask();
  cloud.emulator.injectFault({ kind: "serverError", times: 1000 });
  await cloud.restart();
  await expect.poll(() => cloud.exchangeCount(), WAIT).toBe(2);
  expect((await ask()).accessKeyId).toBe(accessKeyId);
});
