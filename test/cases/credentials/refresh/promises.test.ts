import { describe, expect, it } from "vitest";
import type { AwsCredentials, CredentialRequest } from "../../../../src/aws/credentials.ts";
import { encodeRecord } from "../../../../src/credentials/sharing/credentials-record.ts";
import type { Store } from "../../../../src/ports.ts";
import { memoryStore } from "../../../../src/stores/memory.ts";
import { NOW_MS } from "../../../support/aws-examples.ts";
import { virtualClock } from "../../../support/fake-clock.ts";
import { rejectionOf } from "../../../support/rejection.ts";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "../../../support/time.ts";
import { processes } from "./processes.ts";
import { keyOf, numbered, refreshScene } from "./scene.ts";

describe("credentials without an expiration", () => {
  it("are shared through the store", async () => {
    const store = memoryStore({ now: () => NOW_MS });
    let calls = 0;
    const provider = async () => {
      calls += 1;
      return numbered(calls);
    };
    await refreshScene({ store, identity: "checkout", provider }).key();

    expect(await refreshScene({ store, identity: "checkout", provider }).key()).toBe(keyOf(1));
    expect(calls).toBe(1);
  });

  it("are replaced in the store by those of a forced exchange", async () => {
    const store = memoryStore({ now: () => NOW_MS });
    await refreshScene({ store, identity: "checkout", provider: async () => numbered(9) }).key();
    const clock = virtualClock(NOW_MS + MINUTE_MS);
    const { key, provide } = refreshScene({ store, identity: "checkout", clock });
    await key({ forceRefresh: true });
    await provide.stop();

    expect(await store.get("checkout.v1")).toContain(keyOf(1));
  });
});

describe("the demand of a caller", () => {
  it("is told to the source, which may keep credentials itself", async () => {
    const requests: (CredentialRequest | undefined)[] = [];
    const { key } = refreshScene({
      provider: async (request) => {
        requests.push(request);
        return numbered(requests.length, NOW_MS + 2 * HOUR_MS);
      },
    });
    await key();
    await key({ forceRefresh: true });
    await key({ forceRefresh: true, minTtlMs: HOUR_MS });

    expect(requests.map((request) => [request?.forceRefresh, request?.minTtlMs])).toEqual([
      [undefined, undefined],
      [true, undefined],
      [true, HOUR_MS],
    ]);
  });

  it.each<[string, CredentialRequest]>([
    ["forceRefresh", { forceRefresh: true }],
    ["a minTtlMs that it does not meet", { minTtlMs: HOUR_MS }],
  ])("is not met by a record of another process, with %s", async (_what, request) => {
    const { store, all } = processes(1, { lifeMs: 2 * HOUR_MS });
    const credentials = numbered(9, NOW_MS + 50 * MINUTE_MS);
    const text = encodeRecord({ credentials, obtainedAtMs: NOW_MS - MINUTE_MS });
    await store.set("checkout.v1", text, { expiresAtMs: NOW_MS + 50 * MINUTE_MS });

    expect(await all[0]?.key(request)).toBe(keyOf(1));
    expect(all[0]?.types()).toEqual(["fetch", "refresh"]);
  });
});

describe("invalidate", () => {
  it("resolves when the record is gone from a slow store", async () => {
    const clock = virtualClock(NOW_MS);
    const inner = memoryStore(clock);
    const store: Store = {
      ...inner,
      delete: async (key) => {
        await clock.sleep(SECOND_MS);
        await inner.delete(key);
      },
    };
    const { provide } = refreshScene({ store, identity: "checkout", clock });
    const used = await clock.settle(provide());
    await clock.settle(provide.invalidate(used));

    expect(await inner.get("checkout.v1")).toBeUndefined();
  });

  it("keeps a record out of the store that has not begun its way", async () => {
    const clock = virtualClock(NOW_MS);
    const inner = memoryStore(clock);
    const values: string[] = [];
    const store: Store = {
      ...inner,
      delete: async (key) => {
        await clock.sleep(SECOND_MS);
        await inner.delete(key);
      },
      set: async (key, value, options) => {
        values.push(value);
        await inner.set(key, value, options);
      },
    };
    await inner.set("checkout.v1", "garbage", { expiresAtMs: NOW_MS + HOUR_MS });
    const { provide } = refreshScene({ store, identity: "checkout", clock });
    // The store deletes what it held before it takes the record.
    const used = await clock.settle(provide());
    await clock.settle(provide.invalidate(used));

    expect(values).toEqual([]);
  });

  it("removes a record that was on its way to the store", async () => {
    const clock = virtualClock(NOW_MS);
    const inner = memoryStore(clock);
    const store: Store = {
      ...inner,
      set: async (key, value, options) => {
        await clock.sleep(SECOND_MS);
        await inner.set(key, value, options);
      },
    };
    const { provide } = refreshScene({ store, identity: "checkout", clock });
    const used = await clock.settle(provide());
    await clock.settle(provide.invalidate(used));
    await clock.settle(clock.sleep(MINUTE_MS));

    expect(await inner.get("checkout.v1")).toBeUndefined();
  });
});

describe("a renewal that fails after a later one succeeded", () => {
  it("does not hold back the renewals that follow", async () => {
    const late = Promise.withResolvers<AwsCredentials>();
    const answers = [late.promise, Promise.resolve(numbered(2, NOW_MS + HOUR_MS))];
    const next = Promise.resolve(numbered(3, NOW_MS + 2 * HOUR_MS));
    const { provide, clock, key, pass } = refreshScene({
      ports: { shareInFlight: false },
      provider: () => answers.shift() ?? next,
    });
    const slow = rejectionOf(provide());
    await clock.settle(provide());
    await pass(46 * MINUTE_MS - 20 * SECOND_MS);
    late.reject(new Error("the agent is down"));
    await slow;
    await key();
    await pass(1);

    expect(await key()).toBe(keyOf(3));
  });
});

describe("old credentials that a caller gets after waiting in vain", () => {
  /** Credentials in the mandatory window, whose source has become slow. */
  async function waiting() {
    const scene = refreshScene();
    await scene.key();
    await scene.pass(59 * MINUTE_MS + 30 * SECOND_MS);
    scene.source.latencyMs = 20 * SECOND_MS;
    const answer = scene.provide();
    await scene.pass(0);
    return { ...scene, answer };
  }

  it("have not expired in the meantime", async () => {
    const { clock, answer } = await waiting();
    // After the five seconds of patience, the old credentials have no time left.
    clock.stepWall(25 * SECOND_MS);

    expect((await clock.settle(answer)).accessKeyId).toBe(keyOf(2));
  });

  it("were not refused in the meantime", async () => {
    const { clock, answer, provide } = await waiting();
    await provide.invalidate(numbered(1));

    expect((await clock.settle(answer)).accessKeyId).toBe(keyOf(2));
  });

  it("are the current ones otherwise, after five seconds", async () => {
    const { clock, answer } = await waiting();
    const startedMs = clock.monotonic();

    expect((await clock.settle(answer)).accessKeyId).toBe(keyOf(1));
    expect(clock.monotonic() - startedMs).toBe(5 * SECOND_MS);
  });
});
