import { describe, expect, it } from "vitest";
import { RateLimiter } from "../../../src/agent/upstream/rate-limiter.ts";
import { NOW_MS } from "../../support/aws-examples.ts";
import { virtualClock } from "../../support/fake-clock.ts";
import { errorOf } from "../../support/rejection.ts";
import { SECOND_MS } from "../../support/time.ts";

/** A rate limiter, and the calls that it started with their times since the beginning. */
function limiterScene({ ratePerSecond = 2, burst = 3, maxWaitMs = 30_000 } = {}) {
  const clock = virtualClock(NOW_MS);
  const limiter = new RateLimiter({ ports: clock, ratePerSecond, burst, maxWaitMs });
  const gone: [name: string, atMs: number][] = [];
  const call = async (name: string, client?: string): Promise<number> => {
    const waitedMs = await limiter.take(client);
    gone.push([name, clock.now() - NOW_MS]);
    return waitedMs;
  };
  const callAll = (count: number, client: string): Promise<number[]> =>
    Promise.all(Array.from({ length: count }, (_, index) => call(`${client}${index}`, client)));
  return { limiter, clock, gone, call, callAll, pass: (ms: number) => clock.runUntil(clock.now() + ms) };
}

describe("the rate limiter", () => {
  it("starts a burst at once, and the other calls in order at the rate", async () => {
    const { callAll, clock, gone, limiter } = limiterScene();
    const waits = callAll(7, "a");
    expect(limiter.waiting).toBe(4);

    expect(await clock.settle(waits)).toEqual([0, 0, 0, 500, 1000, 1500, 2000]);
    expect(gone.map(([name]) => name)).toEqual(["a0", "a1", "a2", "a3", "a4", "a5", "a6"]);
    expect(limiter.waiting).toBe(0);
  });

  it("refills to one burst and no more", async () => {
    const { callAll, clock, pass } = limiterScene();
    await clock.settle(callAll(3, "a"));
    await pass(SECOND_MS);
    expect(await clock.settle(callAll(3, "a"))).toEqual([0, 0, 500]);
    await pass(3_600_000);
    expect(await clock.settle(callAll(4, "a"))).toEqual([0, 0, 0, 500]);
  });

  it.each([0.1, 0.3, 3, 7, 1000])("keeps to %s calls per second in the long run", async (ratePerSecond) => {
    const { callAll, clock, gone } = limiterScene({ ratePerSecond, burst: 1, maxWaitMs: 1_000_000_000 });
    await clock.settle(callAll(60, "a"));
    const lastMs = gone.at(-1)?.[1] ?? 0;

    expect(lastMs).toBeGreaterThanOrEqual((59 / ratePerSecond) * SECOND_MS - 1);
    expect(lastMs).toBeLessThanOrEqual((59 / ratePerSecond) * SECOND_MS + 60);
  });

  it("serves clients in turn, so that a client that floods it delays itself", async () => {
    const { call, callAll, clock, gone } = limiterScene({ burst: 1 });
    const flood = callAll(50, "flood");
    const honest = Promise.all([call("honest", "b"), call("other", "c"), call("honest again", "b")]);

    expect(await clock.settle(honest)).toEqual([1000, 1500, 2500]);
    expect(gone.map(([name]) => name)).toEqual([
      "flood0",
      "flood1",
      "honest",
      "other",
      "flood2",
      "honest again",
    ]);
    await clock.settle(flood);
    expect(gone.at(-1)).toEqual(["flood49", 26_000]);
  });

  it("lets a client that arrives during a flood wait for about one round", async () => {
    const { call, callAll, clock, pass } = limiterScene({ burst: 1 });
    void callAll(50, "flood");
    await pass(5100);

    expect(await clock.settle(call("late", "b"))).toBeLessThanOrEqual(1000);
  });

  it("lets no new call overtake a waiting one whose timer is late", async () => {
    let nowMs = 0;
    const ports = { monotonic: () => nowMs, runLater: () => () => undefined };
    const limiter = new RateLimiter({ ports, ratePerSecond: 1, burst: 1, maxWaitMs: 30_000 });
    await limiter.take();
    void limiter.take();
    nowMs = 1500;
    void limiter.take();

    expect(limiter.waiting).toBe(2);
  });

  it("keeps no timer while no call waits, so that it holds no process", async () => {
    let timers = 0;
    const { clock } = limiterScene();
    const runLater = (ms: number, run: () => void) => {
      timers += 1;
      return clock.runLater(ms, run);
    };
    const ports = { monotonic: clock.monotonic, runLater };
    const limiter = new RateLimiter({ ports, ratePerSecond: 1, burst: 1, maxWaitMs: 30_000 });
    await limiter.take();
    limiter.pause(1000);
    expect(timers).toBe(0);

    await clock.settle(limiter.take());
    expect(timers).toBeGreaterThan(0);
  });

  it("refuses a call with 429 and Retry-After if it would wait too long", async () => {
    const { callAll, call, limiter } = limiterScene({ burst: 1, maxWaitMs: 2000 });
    void callAll(5, "a");
    const error = await errorOf(call("late", "a"), "SERVICE");

    expect(error).toMatchObject({ status: 429, awsCode: "TooManyRequestsException", retryAfterMs: 2500 });
    expect(error).toMatchObject({ service: "pod-identity-agent", operation: "GetCredentials" });
    expect(error.retryable).toBe(false);
    expect(limiter.waiting).toBe(4);
  });

  it("does not refuse a client because of another client's calls", async () => {
    const { callAll, call, clock } = limiterScene({ burst: 1, maxWaitMs: 2000 });
    void callAll(5, "a");
    await errorOf(call("late", "a"), "SERVICE");

    expect(await clock.settle(call("other", "b"))).toBeLessThanOrEqual(1000);
  });

  it("refuses every call that cannot start at once if maxWaitMs is 0", async () => {
    const { call } = limiterScene({ burst: 1, maxWaitMs: 0 });

    expect(await call("first")).toBe(0);
    expect((await errorOf(call("second"), "SERVICE")).retryAfterMs).toBe(500);
  });
});

describe("the rate limiter on a machine whose wall clock steps", () => {
  it.each([-7_200_000, 7_200_000])("by %s ms keeps to its rate", async (stepMs) => {
    const { callAll, clock, limiter } = limiterScene();
    const waits = callAll(5, "a");
    clock.stepWall(stepMs);

    expect(await clock.settle(waits)).toEqual([0, 0, 0, 500, 1000]);
    limiter.pause(5000);
    clock.stepWall(stepMs);
    expect(await clock.settle(callAll(1, "a"))).toEqual([5500]);
  });
});

describe("a paused rate limiter", () => {
  it("starts no call before its end, and then keeps to the rate", async () => {
    const { callAll, clock, limiter } = limiterScene({ burst: 10 });
    limiter.pause(20_000);

    expect(await clock.settle(callAll(5, "a"))).toEqual([20_000, 20_500, 21_000, 21_500, 22_000]);
  });

  it("delays calls that already wait", async () => {
    const { callAll, clock, limiter, pass } = limiterScene({ burst: 1 });
    const waits = callAll(3, "a");
    await pass(100);
    limiter.pause(5000);

    expect(await clock.settle(waits)).toEqual([0, 5600, 6100]);
  });

  it("is not shortened by a shorter pause", async () => {
    const { call, clock, limiter } = limiterScene();
    limiter.pause(5000);
    limiter.pause(1000);

    expect(await clock.settle(call("a"))).toBe(5000);
  });

  it("refuses calls at once if the pause is longer than maxWaitMs", async () => {
    const { call, limiter } = limiterScene();
    limiter.pause(31_000);

    expect((await errorOf(call("a"), "SERVICE")).retryAfterMs).toBe(31_000);
    expect(limiter.waiting).toBe(0);
  });
});
