import { describe, expect, it } from "vitest";
import type { CredentialProvider } from "../../../../src/aws/credentials.ts";
import { fromWebToken } from "../../../../src/credentials/providers/from-web-token.ts";
import { createClient } from "../../../../src/http/client.ts";
import { memoryStore } from "../../../../src/stores/memory.ts";
import { fakeRuntime } from "../../../support/fake-runtime.ts";
import { errorOf } from "../../../support/rejection.ts";
import { HOUR_MS, MINUTE_MS } from "../../../support/time.ts";
import { keyOf, numbered, refreshScene } from "./scene.ts";

/** A source that never settles at first, then gives credentials. `signals` are those that it got. */
function hangingSource(hangs = 1) {
  const signals: (AbortSignal | undefined)[] = [];
  const provider: CredentialProvider = (request) => {
    signals.push(request?.signal);
    if (signals.length <= hangs) return new Promise(() => undefined);
    return Promise.resolve(numbered(signals.length, Date.UTC(2026, 2, 1, 14)));
  };
  return { provider, signals };
}

describe("a source that never settles", () => {
  it("is aborted after 30 seconds, and its callers get TIMEOUT", async () => {
    const { provider, signals } = hangingSource();
    const { provide, clock } = refreshScene({ provider });
    const startedMs = clock.monotonic();
    const error = await errorOf(clock.settle(provide()), "TIMEOUT");

    expect(error.message).toContain("got no answer from the source within 30000 ms");
    expect(clock.monotonic() - startedMs).toBe(30_000);
    expect(signals[0]?.aborted).toBe(true);
  });

  it("is aborted after timeoutMs where that is set", async () => {
    const { provide, clock } = refreshScene({ provider: hangingSource().provider, timeoutMs: 120_000 });
    const startedMs = clock.monotonic();
    await errorOf(clock.settle(provide()), "TIMEOUT");

    expect(clock.monotonic() - startedMs).toBe(120_000);
  });

  it.each([0, -1, Number.NaN, Infinity])("cannot be given a timeoutMs of %s", (timeoutMs) => {
    expect(() => refreshScene({ timeoutMs })).toThrow("timeoutMs must be a number of milliseconds above 0");
  });

  it("is forgotten: a later caller asks again", async () => {
    const { provider, signals } = hangingSource();
    const { provide, clock, key, pass } = refreshScene({ provider });
    await errorOf(clock.settle(provide()), "TIMEOUT");
    await pass(1000);

    expect(await key()).toBe(keyOf(2));
    expect(signals).toHaveLength(2);
  });

  it("is reported as a failure of the source", async () => {
    const { provide, clock, events } = refreshScene({ provider: hangingSource().provider });
    await errorOf(clock.settle(provide()), "TIMEOUT");

    expect(events).toMatchObject([{ type: "fail", at: "source", durationMs: 30_000 }]);
  });

  it("does not hang forceRefresh, nor the callers after it", async () => {
    const { source, provide, clock, key, pass } = refreshScene();
    await key();
    source.latencyMs = 1000 * HOUR_MS;
    await errorOf(clock.settle(provide({ forceRefresh: true })), "TIMEOUT");
    source.latencyMs = 0;
    await pass(1000);

    expect(await key({ forceRefresh: true })).toBe(keyOf(3));
  });

  it("does not hang a caller after invalidate", async () => {
    const { source, provide, clock, key, pass } = refreshScene({
      store: memoryStore(),
      identity: "checkout",
    });
    const refused = await clock.settle(provide());
    source.latencyMs = 1000 * HOUR_MS;
    await clock.settle(provide.invalidate(refused));
    await errorOf(clock.settle(provide()), "TIMEOUT");
    source.latencyMs = 0;
    await pass(1000);

    expect(await key()).toBe(keyOf(3));
  });

  it("costs a caller with unexpired credentials its patience only", async () => {
    const { source, clock, key, pass } = refreshScene();
    await key();
    await pass(59 * MINUTE_MS + 30_000);
    source.latencyMs = 1000 * HOUR_MS;
    const startedMs = clock.monotonic();

    expect(await key()).toBe(keyOf(1));
    expect(clock.monotonic() - startedMs).toBe(5000);
  });
});

describe("a token that never comes", () => {
  const roleArn = "arn:aws:iam::111122223333:role/checkout";

  it.each([
    ["function", { token: () => new Promise<string>(() => undefined) }],
    ["file", { tokenFile: "/token" }],
  ])("from a %s lies inside the limit of its source", async (_kind, token) => {
    const { ports, clock } = fakeRuntime();
    const readText = () => new Promise<string>(() => undefined);
    const client = createClient({ region: "us-west-2", ports: { ...ports, readText } });
    const { provide } = refreshScene({ provider: fromWebToken({ client, roleArn, ...token }), clock });

    await errorOf(clock.settle(provide()), "TIMEOUT");
  });
});
