import { describe, expect, it } from "vitest";
import { memoryStore } from "../../../../src/stores/memory.ts";
import { CREDENTIALS, NOW_MS } from "../../../support/aws-examples.ts";
import { virtualClock } from "../../../support/fake-clock.ts";
import { errorOf } from "../../../support/rejection.ts";
import { HOUR_MS, MINUTE_MS } from "../../../support/time.ts";
import { keyOf, numbered, refreshScene } from "./scene.ts";

describe("fresh credentials", () => {
  it("are returned within one tick, without asking the source or the store", async () => {
    const reads: string[] = [];
    const store = memoryStore();
    const get = (key: string) => {
      reads.push(key);
      return store.get(key);
    };
    const { provide, source, key } = refreshScene({ store: { ...store, get }, identity: "checkout" });
    await key();
    reads.length = 0;

    const first = await Promise.race([provide(), Promise.resolve("too late")]);
    expect(first).toMatchObject({ accessKeyId: keyOf(1) });
    expect([source.calls, reads.length]).toEqual([1, 0]);
  });

  it("are one object for all callers, so that its signing keys are kept", async () => {
    const { provide, clock } = refreshScene();
    const first = await clock.settle(provide());

    expect(await provide()).toBe(first);
  });

  it("are reported as a hit", async () => {
    const { key, events } = refreshScene({ identity: "checkout", latencyMs: 200 });
    await key();
    await key();

    const facts = { identity: "checkout", durationMs: 200 };
    const expiration = new Date(NOW_MS + 200 + HOUR_MS);
    expect(events).toEqual([
      { type: "fetch", ...facts },
      { type: "refresh", ...facts, from: "source", accessKeyId: keyOf(1), expiration },
      { type: "hit", identity: "checkout" },
    ]);
  });

  it("without an expiration stay fresh for ever", async () => {
    let calls = 0;
    const provider = async () => {
      calls += 1;
      return CREDENTIALS;
    };
    const { provide, clock, pass, events } = refreshScene({ provider });
    const first = await clock.settle(provide());
    expect(events.at(-1)).not.toHaveProperty("expiration");
    await pass(10 * 365 * 24 * HOUR_MS);

    expect(await provide()).toBe(first);
    expect(calls).toBe(1);
    expect(await provide({ minTtlMs: Infinity })).toBe(first);
  });

  it("are handed out without an exchange by a second provider over the same refresh state", async () => {
    const { state, key } = refreshScene();
    await key();
    const next = refreshScene({ state });

    expect(await next.key()).toBe(keyOf(1));
    expect(next.source.calls).toBe(0);
  });
});

describe("a source that returns expired credentials", () => {
  it("is not asked again for a minute, so that callers do not herd on it", async () => {
    const { source, key, pass } = refreshScene({ lifeMs: -5000 });
    expect([await key(), await key(), await key()]).toEqual([keyOf(1), keyOf(1), keyOf(1)]);
    expect(source.calls).toBe(1);

    await pass(MINUTE_MS);
    source.lifeMs = HOUR_MS;
    expect([await key(), await key()]).toEqual([keyOf(2), keyOf(2)]);
  });

  it("is asked again at once if AWS refuses them", async () => {
    const { provide, source, key } = refreshScene({ lifeMs: -5000 });
    await key();
    await provide.invalidate(numbered(1));

    expect(await key()).toBe(keyOf(2));
    expect(source.calls).toBe(2);
  });

  it("does not meet minTtlMs", async () => {
    const { provide, clock } = refreshScene({ lifeMs: -5000 });
    const error = await errorOf(clock.settle(provide({ minTtlMs: 1 })), "CREDENTIALS_EXPIRED");

    expect(error.message).toContain("end at 2026-03-01T11:59:55.000Z");
  });
});

describe("a source that repeats its answer, for example an agent with a cache", () => {
  it("is asked less than twenty times until the credentials expire", async () => {
    const expiresAtMs = Date.UTC(2026, 2, 1, 13);
    let calls = 0;
    const provider = async () => {
      calls += 1;
      return numbered(1, expiresAtMs);
    };
    const clock = virtualClock(NOW_MS);
    const { key } = refreshScene({ provider, clock });
    while (clock.now() < expiresAtMs - 1000) {
      await key();
      await clock.runUntil(clock.now() + 1000);
    }
    expect(calls).toBeLessThan(20);
  });
});
