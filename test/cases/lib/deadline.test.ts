import { describe, expect, it } from "vitest";
import { DeadlineError, untilAborted, withDeadline } from "../../../src/lib/deadline.ts";
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
});
