import { describe, expect, it } from "vitest";
import type { AwsCredentials } from "../../../../src/aws/credentials.ts";
import { createSingleFlight } from "../../../../src/lib/single-flight.ts";
import { queueTurn } from "../../../support/fake-clock.ts";
import { errorOf, rejectionOf } from "../../../support/rejection.ts";
import { HOUR_MS, MINUTE_MS } from "../../../support/time.ts";
import { keyOf, numbered, refreshScene } from "./scene.ts";

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

    expect((await mine).cause).toBe("enough");
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

describe("where promises are not shared", () => {
  const ports = { shareInFlight: false };

  it("every caller without credentials makes an exchange of its own", async () => {
    const { provide, clock, source } = refreshScene({ ports, latencyMs: 200 });
    await clock.settle(Promise.all([provide(), provide(), provide()]));

    expect(source.calls).toBe(3);
  });

  it("a caller gets credentials although the request that asked first is gone", async () => {
    const hung = new Promise<AwsCredentials>(() => undefined);
    const answers = [hung, Promise.resolve(numbered(2))];
    const { provide, clock } = refreshScene({ ports, provider: () => answers.shift() ?? hung });
    provide();

    expect((await clock.settle(provide())).accessKeyId).toBe(keyOf(2));
  });

  it("an exchange that ends late does not replace newer credentials", async () => {
    const late = Promise.withResolvers<AwsCredentials>();
    const answers = [late.promise, Promise.resolve(numbered(2, Date.UTC(2026, 2, 1, 13)))];
    const { provide, clock, key } = refreshScene({ ports, provider: () => answers.shift() ?? late.promise });
    const slow = provide();
    await clock.settle(provide());
    late.resolve(numbered(1, Date.UTC(2026, 2, 1, 12, 30)));

    expect((await slow).accessKeyId).toBe(keyOf(1));
    expect(await key()).toBe(keyOf(2));
  });

  it("one caller starts a renewal while credentials still live, and another may after its time limit", async () => {
    const { provide, source, pass, key } = refreshScene({ ports });
    await key();
    await pass(50 * MINUTE_MS);
    source.latencyMs = HOUR_MS;
    const answers = await Promise.all(Array.from({ length: 50 }, () => provide()));
    expect(new Set(answers.map(({ accessKeyId }) => accessKeyId))).toEqual(new Set([keyOf(1)]));
    expect(source.calls).toBe(2);

    await pass(30_000);
    // The source was aborted now, and its failure backs off for a second.
    await pass(1000);
    await Promise.all([provide(), provide()]);
    expect(source.calls).toBe(3);
  });
});
