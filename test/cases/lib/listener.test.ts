import { describe, expect, it } from "vitest";
import { guardListener } from "../../../src/lib/listener.ts";

describe("a guarded listener", () => {
  it("receives each event", () => {
    const events: string[] = [];
    const report = guardListener<string>((event) => events.push(event));
    report("first");
    report("second");

    expect(events).toEqual(["first", "second"]);
  });

  it("throws nothing into the code that reports", () => {
    const report = guardListener<string>(() => {
      throw new Error("the listener is at fault");
    });

    expect(() => report("event")).not.toThrow();
  });

  it("has its rejection handled if it is async", async () => {
    const rejected = Promise.reject(new Error("the listener is at fault"));
    let isHandled = false;
    const listener = (): PromiseLike<void> => ({
      // biome-ignore lint/suspicious/noThenProperty: a promise of the user's own.
      then: (onFulfilled, onRejected) => {
        isHandled = onRejected !== undefined;
        return rejected.then(onFulfilled, onRejected);
      },
    });
    guardListener<string>(listener)("event");
    await rejected.catch(() => undefined);

    expect(isHandled).toBe(true);
  });

  it("may be absent", () => {
    expect(() => guardListener<string>(undefined)("event")).not.toThrow();
  });
});
