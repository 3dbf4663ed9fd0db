import { describe, expect, it } from "vitest";
import { createSingleFlight } from "../../../../src/lib/single-flight.ts";
import { queueTurn } from "../../../support/fake-clock.ts";
import { errorOf, rejectionOf } from "../../../support/rejection.ts";
import { keyOf, refreshScene } from "./scene.ts";

describe("many callers without credentials", () => {
  it("share one exchange and get the same object", async () => {
    const { provide, clock, source } = refreshScene({ latencyMs: 200 });
    const answers = await clock.settle(Promise.all(Array.from({ length: 1000 }, () => provide())));

    expect(source.calls).toBe(1);
    expect(new Set(answers).size).toBe(1);
  });

  it("share its failure, and a caller a second later asks the source again", async () => {
    const { provide, clock, source, pass, key } = refreshScene({ latencyMs: 200 });
    source.failure = new Error("the agent is down");
    const errors = await clock.settle(
      Promise.all(Array.from({ length: 1000 }, () => rejectionOf(provide()))),
    );
    expect(new Set(errors)).toEqual(new Set([source.failure]));
    expect(await clock.settle(rejectionOf(provide()))).toBe(source.failure);
    expect(source.calls).toBe(1);

    source.failure = undefined;
    await pass(1000);
    expect(await key()).toBe(keyOf(2));
  });

  it("get credentials although an event listener throws", async () => {
    const { key } = refreshScene({
      onEvent: () => {
        throw new Error("the listener is broken");
      },
    });
    expect([await key(), await key()]).toEqual([keyOf(1), keyOf(1)]);
  });
});

describe("a caller that aborts", () => {
  it("does not abort the exchange of the others", async () => {
    const { provide, clock, source } = refreshScene({ latencyMs: 200 });
    const caller = new AbortController();
    const mine = errorOf(provide({ signal: caller.signal }), "ABORTED");
    const others = Promise.all([provide(), provide()]);
    await queueTurn();
    caller.abort("enough");

    expect(await mine).toMatchObject({ cause: "enough", service: "credentials", operation: "refresh" });
    expect((await clock.settle(others)).map(({ accessKeyId }) => accessKeyId)).toEqual([keyOf(1), keyOf(1)]);
    expect(source.calls).toBe(1);
  });

  it("leaves the credentials of its exchange to the next caller", async () => {
    const { provide, clock, source, key } = refreshScene({ latencyMs: 200 });
    const caller = new AbortController();
    const mine = errorOf(provide({ signal: caller.signal }), "ABORTED");
    caller.abort();
    await mine;
    await clock.settle(clock.sleep(1000));

    expect(await key()).toBe(keyOf(1));
    expect(source.calls).toBe(1);
  });

  it("starts no exchange if it aborted before the call", async () => {
    const { provide, source } = refreshScene();
    await errorOf(provide({ signal: AbortSignal.abort() }), "ABORTED");

    expect(source.calls).toBe(0);
  });

  it("changes nothing if it aborts after its answer", async () => {
    const { provide, clock, source, key } = refreshScene();
    const caller = new AbortController();
    await clock.settle(provide({ signal: caller.signal }));
    caller.abort();

    expect(await key()).toBe(keyOf(1));
    expect(source.calls).toBe(1);
  });
});

describe("a single flight", () => {
  it("forgets a run that failed", async () => {
    const flight = createSingleFlight<string>(true);
    await rejectionOf(flight.run(() => Promise.reject(new Error("no"))));

    expect(flight.isRunning).toBe(false);
    expect(await flight.run(async () => "again")).toBe("again");
  });

  it("is not cleared by an older run that ends late, where promises are not shared", async () => {
    const flight = createSingleFlight<string>(false);
    const late = Promise.withResolvers<string>();
    const newer = Promise.withResolvers<string>();
    const runs = [flight.run(() => late.promise), flight.run(() => newer.promise)];
    late.resolve("late");
    await runs[0];
    expect(flight.isRunning).toBe(true);

    newer.resolve("newer");
    expect(await Promise.all(runs)).toEqual(["late", "newer"]);
    expect(flight.isRunning).toBe(false);
  });
});
