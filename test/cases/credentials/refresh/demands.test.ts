import { describe, expect, it } from "vitest";
import type { CredentialRequest } from "../../../../src/aws/credentials.ts";
import { memoryStore } from "../../../../src/stores/memory.ts";
import { NOW_MS } from "../../../support/aws-examples.ts";
import { queueTurn } from "../../../support/fake-clock.ts";
import { errorOf, rejectionOf } from "../../../support/rejection.ts";
import { HOUR_MS, MINUTE_MS } from "../../../support/time.ts";
import { keyOf, numbered, refreshScene } from "./scene.ts";

describe("minTtlMs", () => {
  it("is met by credentials that live long enough", async () => {
    const { key, source, pass } = refreshScene();
    await key();
    await pass(30 * MINUTE_MS);

    expect(await key({ minTtlMs: 30 * MINUTE_MS - 1 })).toBe(keyOf(1));
    expect(source.calls).toBe(1);
  });

  it("is met by a source and by a record that live exactly that long, with one exchange", async () => {
    const store = memoryStore({ now: () => 0 });
    const first = refreshScene({ store, identity: "checkout" });
    const second = refreshScene({ store, identity: "checkout", clock: first.clock });

    expect(await first.key({ minTtlMs: HOUR_MS })).toBe(keyOf(1));
    expect(await second.key({ minTtlMs: HOUR_MS })).toBe(keyOf(1));
    expect([first.source.calls, second.source.calls]).toEqual([1, 0]);
  });

  it("makes an exchange although the credentials are fresh, if they do not live long enough", async () => {
    const { key, pass } = refreshScene();
    await key();
    await pass(30 * MINUTE_MS);

    expect(await key({ minTtlMs: 30 * MINUTE_MS + 1 })).toBe(keyOf(2));
    expect(await key()).toBe(keyOf(2));
  });

  it("beyond what the source gives fails with CREDENTIALS_EXPIRED, and costs one exchange a minute", async () => {
    const { provide, clock, key, source, pass } = refreshScene();
    const error = await errorOf(clock.settle(provide({ minTtlMs: HOUR_MS + 1 })), "CREDENTIALS_EXPIRED");
    expect(error.message).toContain("ask for less, or for longer sessions");

    await errorOf(clock.settle(provide({ minTtlMs: HOUR_MS + 1 })), "CREDENTIALS_EXPIRED");
    expect(source.calls).toBe(1);
    await pass(MINUTE_MS);
    await errorOf(clock.settle(provide({ minTtlMs: HOUR_MS + 1 })), "CREDENTIALS_EXPIRED");
    expect(source.calls).toBe(2);
    expect(await key()).toBe(keyOf(2));
  });

  it("fails with the error of a failing source, while other callers get the current credentials", async () => {
    const { provide, clock, key, source, pass } = refreshScene();
    await key();
    await pass(30 * MINUTE_MS);
    source.failure = new Error("the agent is down");

    expect(await clock.settle(rejectionOf(provide({ minTtlMs: HOUR_MS })))).toBe(source.failure);
    expect(await key()).toBe(keyOf(1));
  });

  it.each([0, -1, Number.NaN])("of %s demands nothing", async (minTtlMs) => {
    const { key, source } = refreshScene();
    await key();

    expect(await key({ minTtlMs })).toBe(keyOf(1));
    expect(source.calls).toBe(1);
  });

  it("is not met by a record of another process that ends too soon", async () => {
    const store = memoryStore({ now: () => 0 });
    const first = refreshScene({ store, identity: "checkout" });
    await first.key();
    const second = refreshScene({ store, identity: "checkout", clock: first.clock });
    await first.pass(30 * MINUTE_MS);

    const { expiration } = await first.clock.settle(second.provide({ minTtlMs: 40 * MINUTE_MS }));
    expect(expiration?.getTime()).toBe(first.clock.now() + HOUR_MS);
    expect([first.source.calls, second.source.calls]).toEqual([1, 1]);
  });
});

describe("forceRefresh", () => {
  it("makes an exchange although credentials are fresh, and all callers then get its result", async () => {
    const { key } = refreshScene();
    await key();

    expect(await key({ forceRefresh: true })).toBe(keyOf(2));
    expect(await key()).toBe(keyOf(2));
  });

  it("by many callers makes one exchange", async () => {
    const { provide, clock, source } = refreshScene({ latencyMs: 200 });
    await clock.settle(Promise.all(Array.from({ length: 100 }, () => provide({ forceRefresh: true }))));

    expect(source.calls).toBe(1);
  });

  it("rejects if the source fails, and the old credentials stay", async () => {
    const { provide, clock, key, source } = refreshScene();
    await key();
    source.failure = new Error("the agent is down");

    expect(await clock.settle(rejectionOf(provide({ forceRefresh: true })))).toBe(source.failure);
    expect(await key()).toBe(keyOf(1));
  });

  it("is not met by a record that is older than the demand, even if it joins a renewal that found one", async () => {
    const store = memoryStore({ now: () => 0 });
    const held = Promise.withResolvers<void>();
    const first = refreshScene({ store, identity: "checkout" });
    await first.key();
    const get = async (key: string) => {
      await held.promise;
      return store.get(key);
    };
    const asked: unknown[] = [];
    const provider = async (request?: CredentialRequest) => {
      asked.push(request?.forceRefresh);
      return numbered(2, NOW_MS + MINUTE_MS + HOUR_MS);
    };
    const second = refreshScene({
      store: { ...store, get },
      identity: "checkout",
      clock: first.clock,
      provider,
    });
    await first.pass(MINUTE_MS);
    const plain = second.provide();
    const forced = second.provide({ forceRefresh: true });
    await queueTurn();
    held.resolve();

    await first.clock.settle(plain);
    expect((await first.clock.settle(forced)).accessKeyId).toBe(keyOf(2));
    expect(asked).toEqual([true]);
  });
});
