import { describe, expect, it } from "vitest";
import { DeadlineError, untilAborted, withDeadline } from "../../../src/lib/deadline.ts";
import { countListeners } from "../../support/count-listeners.ts";
import { fakeClock, queueTurn } from "../../support/fake-clock.ts";

const NEVER = new Promise<never>(() => undefined);

describe("withDeadline", () => {
  it("returns what the work returns, and leaves no timer behind", async () => {
    const clock = fakeClock(0);
    expect(await withDeadline({ sleep: clock.sleep, timeoutMs: 50 }, async () => "done")).toBe("done");
    clock.advance(1000);
    expect(clock.waits).toEqual([]);
  });

  it("rejects with a DeadlineError at the deadline, even if the work ignores its signal", async () => {
    const clock = fakeClock(0);
    const waiting = withDeadline({ sleep: clock.sleep, timeoutMs: 50 }, () => NEVER);
    clock.advance(49);
    expect(await Promise.race([waiting, queueTurn().then(() => "waits")])).toBe("waits");
    clock.advance(1);
    await expect(waiting).rejects.toMatchObject({ name: "DeadlineError", timeoutMs: 50 });
  });

  it("aborts the signal of the work at the deadline, with the same error as its reason", async () => {
    const clock = fakeClock(0);
    const signals: AbortSignal[] = [];
    const work = (signal: AbortSignal): Promise<never> => {
      signals.push(signal);
      return NEVER;
    };
    const waiting = withDeadline({ sleep: clock.sleep, timeoutMs: 50 }, work);
    clock.advance(50);
    await expect(waiting).rejects.toBeInstanceOf(DeadlineError);
    expect(signals.map(({ reason }) => reason)).toEqual([expect.any(DeadlineError)]);
  });

  it("ends with the reason of the caller's signal when that aborts before the deadline", async () => {
    const clock = fakeClock(0);
    const caller = new AbortController();
    const deadline = { sleep: clock.sleep, timeoutMs: 50, signal: caller.signal };
    const waiting = withDeadline(deadline, () => NEVER);
    caller.abort(new Error("the caller left"));
    await expect(waiting).rejects.toThrow("the caller left");
  });

  it("ends at once if the caller's signal has already aborted, and the work sees that", async () => {
    const { sleep } = fakeClock(0);
    const signal = AbortSignal.abort(new Error("the caller left before"));
    const reasons: unknown[] = [];
    const work = (ended: AbortSignal): Promise<never> => {
      reasons.push(ended.reason);
      return NEVER;
    };
    await expect(withDeadline({ sleep, timeoutMs: 50, signal }, work)).rejects.toThrow(
      "the caller left before",
    );
    expect(reasons).toEqual([signal.reason]);
  });

  it("leaves no listener on the caller's signal", async () => {
    const { sleep } = fakeClock(0);
    const { signal } = new AbortController();
    const listeners = countListeners(signal);
    const work = Promise.withResolvers<string>();
    const waiting = withDeadline({ sleep, timeoutMs: 50, signal }, () => work.promise);
    expect(listeners()).toBe(1);
    work.resolve("done");
    await waiting;
    expect(listeners()).toBe(0);
  });

  it("hides a rejection that arrives after the deadline", async () => {
    const clock = fakeClock(0);
    const work = Promise.withResolvers<never>();
    const waiting = withDeadline({ sleep: clock.sleep, timeoutMs: 50 }, () => work.promise);
    clock.advance(50);
    await expect(waiting).rejects.toBeInstanceOf(DeadlineError);
    work.reject(new Error("late"));
    await queueTurn();
  });
});

describe("untilAborted", () => {
  it("rejects at once if the signal has already aborted", async () => {
    await expect(untilAborted(NEVER, AbortSignal.abort(new Error("too late")))).rejects.toThrow("too late");
  });

  it("leaves no listener on its signal", async () => {
    const { signal } = new AbortController();
    const listeners = countListeners(signal);
    const work = Promise.withResolvers<string>();
    const waiting = untilAborted(work.promise, signal);
    expect(listeners()).toBe(1);
    work.resolve("done");
    await waiting;
    expect(listeners()).toBe(0);
  });
});
