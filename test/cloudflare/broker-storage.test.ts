import { afterEach, beforeEach, expect, test } from "vitest";
import { type Answer, type Cloud, startCloud } from "./cloud.ts";

const SIX_HOURS_SECONDS = 21_600;

let cloud: Cloud;
beforeEach(async () => {
  cloud = await startCloud(SIX_HOURS_SECONDS);
});
afterEach(() => cloud.close());

const ask = (identity: string): Promise<Answer> => cloud.ask({ via: "object", identity });

test("returns stored credentials after a restart without an exchange", async () => {
  const { accessKeyId } = await ask("checkout");
  await cloud.restart();
  expect((await ask("checkout")).accessKeyId).toBe(accessKeyId);
  expect(cloud.exchangeCount()).toBe(1);
});

test("stores no secret in plaintext", async () => {
  const { accessKeyId, secretAccessKey, sessionToken } = await cloud.askObject("checkout", "checkout");
  const { entries } = await cloud.view("checkout");
  expect(Object.keys(entries)).toContain("podkey:record:checkout.v1");
  for (const secret of [accessKeyId, secretAccessKey, sessionToken]) {
    expect(secret).toMatch(/^.{16,}$/);
    expect(JSON.stringify(entries)).not.toContain(secret);
  }
});

test("refuses a plaintext store that its owner did not allow", async () => {
  const { error } = await ask("plaintext");
  expect(error).toMatchObject({ code: "SERVICE", retryable: false });
  expect(error?.["message"]).toContain("wrap it in sealed()");
  expect((await cloud.view("plaintext")).entries).toEqual({});
});

test.each([
  "",
  "garbage",
  "podkey1 9999999999999\ngarbage\nend",
  'podkey1 9999999999999\n{"version":1}\nend',
])("replaces an unreadable record by a new exchange: %j", async (text) => {
  const { accessKeyId } = await ask("checkout");
  expect(await cloud.spoil("checkout", text)).toEqual(["podkey:record:checkout.v1"]);
  await cloud.restart();
  const answer = await ask("checkout");
  expect(answer.accessKeyId).toMatch(/^ASIA/);
  expect(answer.accessKeyId).not.toBe(accessKeyId);
  expect(cloud.exchangeCount()).toBe(2);
});

test("refuses a request for another identity", async () => {
  await ask("checkout");
  const answer = await cloud.askObject("checkout", "admin");
  expect(answer).toEqual({ message: "this broker has the credentials of another identity" });
});
