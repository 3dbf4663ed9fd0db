import { describe, expect, it, onTestFinished } from "vitest";
import { utf8 } from "../../src/lib/bytes.ts";
import { resolvePorts } from "../../src/ports.ts";
import { countListeners } from "../support/count-listeners.ts";
import { recordTimers } from "../support/record-timers.ts";

const MAX_TIMER_MS = 2 ** 31 - 1;

/** Says whether a promise has settled by now. */
function watch(promise: Promise<unknown>): () => Promise<string> {
  let state = "open";
  promise.then(
    () => {
      state = "resolved";
    },
    () => {
      state = "rejected";
    },
  );
  return async () => {
    for (let tick = 0; tick < 5; tick += 1) await undefined;
    return state;
  };
}

describe("the default sleep", () => {
  it("ends after its time", async () => {
    const timers = recordTimers();
    const state = watch(resolvePorts().sleep(50));
    expect([timers.delays, await state()]).toEqual([[50], "open"]);
    timers.fire();

    expect(await state()).toBe("resolved");
  });

  it("leaves no listener on its signal when it ends", async () => {
    const timers = recordTimers();
    const { signal } = new AbortController();
    const listeners = countListeners(signal);
    const sleeping = resolvePorts().sleep(50, signal);
    expect(listeners()).toBe(1);
    timers.fire();
    await sleeping;

    expect(listeners()).toBe(0);
  });

  it("rejects with the reason of its signal when that aborts, and clears its timer", async () => {
    const timers = recordTimers(3);
    const caller = new AbortController();
    const sleeping = resolvePorts().sleep(50, caller.signal);
    expect(timers.cleared).toEqual([]);
    caller.abort(new Error("the caller left"));

    await expect(sleeping).rejects.toThrow("the caller left");
    expect(timers.cleared).toEqual([3]);
  });

  it("rejects at once, without a timer, if its signal has already aborted", async () => {
    const timers = recordTimers();
    const signal = AbortSignal.abort(new Error("the caller left before"));

    await expect(resolvePorts().sleep(50, signal)).rejects.toThrow("the caller left before");
    expect(timers.delays).toEqual([]);
  });
});

describe("the default runLater", () => {
  it("runs after its time", () => {
    const timers = recordTimers();
    let runs = 0;
    resolvePorts().runLater(50, () => {
      runs += 1;
    });
    expect([timers.delays, runs]).toEqual([[50], 0]);
    timers.fire();

    expect(runs).toBe(1);
  });

  it("clears its timer when it is cancelled", () => {
    const timers = recordTimers(3);
    const cancel = resolvePorts().runLater(50, () => undefined);
    expect(timers.cleared).toEqual([]);
    cancel();

    expect(timers.cleared).toEqual([3]);
  });

  it("lets the program end where the runtime's timers can", () => {
    let isUnref = false;
    const timer = {
      unref: () => {
        isUnref = true;
      },
    };
    recordTimers(timer);
    resolvePorts().runLater(50, () => undefined);

    expect(isUnref).toBe(true);
  });
});

describe("a default timer", () => {
  it("waits for as long as a runtime can instead of firing at once if its time is longer", () => {
    const timers = recordTimers();
    void resolvePorts().sleep(MAX_TIMER_MS + 1);
    resolvePorts().runLater(Infinity, () => undefined);

    expect(timers.delays).toEqual([MAX_TIMER_MS, MAX_TIMER_MS]);
  });
});

describe("the default ports", () => {
  it("draw random numbers from 0 up to, but not including, 1", () => {
    const { random } = resolvePorts();
    const drawn = Array.from({ length: 100 }, random);

    expect(drawn.every((number) => number >= 0 && number < 1)).toBe(true);
    expect([drawn.some((number) => number < 0.5), drawn.some((number) => number > 0.5)]).toEqual([
      true,
      true,
    ]);
  });

  it("read the clocks of the runtime", () => {
    const { now, monotonic } = resolvePorts();
    const [wall, steady] = [Date.now(), performance.now()];

    expect([now() >= wall, now() < wall + 60_000]).toEqual([true, true]);
    expect([monotonic() >= steady, monotonic() < steady + 60_000]).toEqual([true, true]);
  });

  it("hold no environment and no files, and share promises between callers", async () => {
    const { env, readText, shareInFlight } = resolvePorts();

    expect([env("PATH"), await readText("package.json"), shareInFlight]).toEqual([
      undefined,
      undefined,
      true,
    ]);
  });

  it("send requests with the fetch that is global at that time", async () => {
    const { fetch } = globalThis;
    onTestFinished(() => {
      globalThis.fetch = fetch;
    });
    const { fetch: send } = resolvePorts();
    const asked: unknown[] = [];
    globalThis.fetch = async (...input: unknown[]) => {
      asked.push(...input);
      return new Response("answered");
    };
    const { signal } = new AbortController();
    const init = { method: "GET", headers: {}, redirect: "manual", signal } as const;

    expect(await (await send("https://example.com/", init)).text()).toBe("answered");
    expect(asked).toEqual(["https://example.com/", init]);
  });

  it("give way to the ports that are given", () => {
    const now = () => 5;

    expect(resolvePorts({ now }).now).toBe(now);
  });

  it("import each key of an HMAC once", async () => {
    const { digest } = resolvePorts();
    const key = utf8("key");
    const before = await digest.hmacSha256(key, "text");
    key.fill(0);

    expect(await digest.hmacSha256(key, "text")).toEqual(before);
    expect(await digest.hmacSha256(utf8("key"), "text")).toEqual(before);
    expect(await digest.hmacSha256(utf8("other"), "text")).not.toEqual(before);
  });
});
