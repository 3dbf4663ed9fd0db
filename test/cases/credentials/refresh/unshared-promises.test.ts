import { describe, expect, it } from "vitest";
import type { AwsCredentials } from "../../../../src/aws/credentials.ts";
import { DEFAULT_REFRESH_POLICY } from "../../../../src/credentials/refresh/thresholds.ts";
import { NOW_MS } from "../../../support/aws-examples.ts";
import { HOUR_MS, MINUTE_MS } from "../../../support/time.ts";
import { keyOf, numbered, refreshScene } from "./scene.ts";

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

  it("a renewal of a request that is gone holds the next one back for its time limit, and no longer", async () => {
    const gone = new Promise<never>(() => undefined);
    let calls = 0;
    const { key, pass } = refreshScene({
      ports: { ...ports, sleep: () => gone },
      provider: () => {
        calls += 1;
        return calls === 1 ? Promise.resolve(numbered(1, NOW_MS + HOUR_MS)) : gone;
      },
    });
    await key();
    await pass(50 * MINUTE_MS);
    await key();
    await pass(29_999);
    await key();
    expect(calls).toBe(2);

    await pass(1);
    await key();
    expect(calls).toBe(3);
  });

  it("a renewal that ends leaves the callers to one that began later and still runs", async () => {
    const latenciesMs = [0, 10_000, 20_000];
    let calls = 0;
    const { clock, provide, key, pass } = refreshScene({
      ports,
      // Each renewal gives credentials that are old at once.
      policy: { ...DEFAULT_REFRESH_POLICY, advisoryShare: 1 },
      provider: async () => {
        const latencyMs = latenciesMs[calls] ?? 0;
        calls += 1;
        await clock.sleep(latencyMs);
        return numbered(1, NOW_MS + HOUR_MS);
      },
    });
    await key();
    await pass(50 * MINUTE_MS);
    await provide();
    const forced = provide({ forceRefresh: true });
    await pass(11_000);
    await provide();
    await pass(0);
    expect(calls).toBe(3);

    await clock.settle(forced);
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
