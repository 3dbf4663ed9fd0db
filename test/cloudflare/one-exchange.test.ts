import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Cloud, startCloud } from "./cloud.ts";

const SIX_HOURS_SECONDS = 21_600;

let cloud: Cloud;
let before: number;
beforeAll(async () => {
  cloud = await startCloud(SIX_HOURS_SECONDS);
});
beforeEach(() => {
  before = cloud.exchangeCount();
});
afterAll(() => cloud.close());

const exchangesMade = (): number => cloud.exchangeCount() - before;

describe("a credential broker", () => {
  test.each(["crowd", "storeless-crowd"])(
    "makes one exchange for 200 requests at once for the identity %s",
    async (identity) => {
      const asked = Array.from({ length: 200 }, () => cloud.ask({ via: "broker", identity }));
      const keys = (await Promise.all(asked)).map(({ accessKeyId }) => accessKeyId);
      expect(new Set(keys).size).toBe(1);
      expect(keys[0]).toMatch(/^ASIA/);
      expect(exchangesMade()).toBe(1);
    },
  );

  test.each(["abort", "leave"])(
    "answers ten waiting requests when the first request ends early: %s",
    async (how) => {
      const open = cloud.hold();
      const leaver = new AbortController();
      const parameters = { via: "broker", identity: `left-by-${how}`, ...(how === "leave" && { leave: "" }) };
      const first = cloud.ask(parameters, leaver.signal).catch(() => undefined);
      await expect.poll(exchangesMade).toBe(1);
      leaver.abort();
      await first;
      const rest = Array.from({ length: 10 }, () => cloud.ask({ via: "broker", identity: `left-by-${how}` }));
      await expect.poll(async () => (await cloud.view(`left-by-${how}`)).asked).toBe(11);
      open();
      const keys = (await Promise.all(rest)).map(({ accessKeyId }) => accessKeyId);
      expect(new Set(keys).size).toBe(1);
      expect(keys[0]).toMatch(/^ASIA/);
      expect(exchangesMade()).toBe(1);
    },
  );
});

describe("the session of a request", () => {
  test.each(["abort", "leave"])("does not wait for another request that ends early: %s", async (how) => {
    const open = cloud.hold();
    const leaver = new AbortController();
    const identity = `source-left-by-${how}`;
    const first = cloud
      .ask({ identity, ...(how === "leave" && { leave: "" }) }, leaver.signal)
      .catch(() => undefined);
    if (how === "abort") await expect.poll(exchangesMade).toBe(1);
    leaver.abort();
    await first;
    const started = exchangesMade();
    const rest = Array.from({ length: 10 }, () => cloud.ask({ identity }));
    await expect.poll(exchangesMade).toBeGreaterThanOrEqual(started + 10);
    open();
    for (const { accessKeyId } of await Promise.all(rest)) expect(accessKeyId).toMatch(/^ASIA/);
  });

  test("shares nothing without an identity", async () => {
    const [first, second] = [await cloud.ask({}), await cloud.ask({})];
    expect(second.accessKeyId).not.toBe(first.accessKeyId);
    expect(exchangesMade()).toBe(2);
  });

  test("reuses the credentials of an earlier request for its identity without an exchange", async () => {
    const [first, second] = [await cloud.ask({ identity: "cart" }), await cloud.ask({ identity: "cart" })];
    expect(second.accessKeyId).toBe(first.accessKeyId);
    expect(exchangesMade()).toBe(1);
  });

  test("never reuses the credentials of a request for another identity", async () => {
    const first = await cloud.ask({ identity: "orders" });
    const second = await cloud.ask({ identity: "invoices" });
    expect(second.accessKeyId).not.toBe(first.accessKeyId);
    expect(exchangesMade()).toBe(2);
  });

  test("makes its own exchange while another request for its identity makes one", async () => {
    const open = cloud.hold();
    const asked = [cloud.ask({ identity: "basket" }), cloud.ask({ identity: "basket" })];
    await expect.poll(exchangesMade).toBe(2);
    open();
    for (const { accessKeyId } of await Promise.all(asked)) expect(accessKeyId).toMatch(/^ASIA/);
  });

  test("needs an identity to ask a broker for", async () => {
    const { error } = await cloud.ask({ via: "broker" });
    expect(error).toMatchObject({ code: "CONFIGURATION", setting: "identity" });
  });
});
