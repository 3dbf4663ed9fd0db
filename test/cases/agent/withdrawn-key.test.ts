import { describe, expect, it } from "vitest";
import { NOW_MS } from "../../support/aws-examples.ts";
import { HOUR_MS, MINUTE_MS } from "../../support/time.ts";
import { breakIssuer, type EmulatedAgent, emulatedAgent, KEYS } from "./emulated-agent.ts";

const VERIFYING = { isVerifying: true };

/** Replaces the signing key of the cluster, and withdraws the old one at once. */
async function withdrawKey({ emulator }: EmulatedAgent): Promise<void> {
  await emulator.rotateSigningKey("demo", { publishOldUntilMs: 0 });
}

describe("a withdrawn signing key", () => {
  it("is refused after one hour by an idle agent: a request waits for new keys if the old ones are too old", async () => {
    const scene = await emulatedAgent(VERIFYING);
    const { issueToken, get, clock, countOf } = scene;
    const [used, unused] = [await issueToken("checkout-0"), await issueToken("checkout-1")];
    expect((await get(used)).status).toBe(200);
    await withdrawKey(scene);
    clock.advance(HOUR_MS);

    expect([(await get(used)).status, (await get(unused)).status]).toEqual([400, 400]);
    expect(countOf(KEYS)).toBe(2);
  });

  it("is refused after one hour by a busy agent: a proof lasts no longer than the keys that made it", async () => {
    const scene = await emulatedAgent(VERIFYING);
    const { issueToken, get, clock } = scene;
    const token = await issueToken("checkout-0");
    const late = await issueToken("checkout-late");
    await get(token);
    await withdrawKey(scene);
    let acceptedForMs = 0;
    for (const minute of [25, 50, 59, 60, 61, 90, 119, 120, 180]) {
      await clock.runUntil(NOW_MS + minute * MINUTE_MS);
      const statuses = [(await get(token)).status, (await get(late)).status];
      if (statuses.includes(200)) acceptedForMs = minute * MINUTE_MS;
    }

    expect(acceptedForMs).toBe(59 * MINUTE_MS);
  });

  it("is refused soon after half an hour by a busy agent, whose requests do not wait for the new keys", async () => {
    const scene = await emulatedAgent(VERIFYING);
    const { issueToken, get, clock, settle, countOf } = scene;
    const [first, second, third] = [await issueToken("a"), await issueToken("b"), await issueToken("c")];
    await get(first);
    await withdrawKey(scene);
    clock.advance(30 * MINUTE_MS - 1);
    await get(first);
    expect(countOf(KEYS)).toBe(1);
    clock.advance(1);
    await get(second);
    await settle(Promise.resolve());

    expect(scene.events.filter(({ type }) => type === "verify")).toHaveLength(2);
    expect(countOf(KEYS)).toBe(2);
    expect((await get(third)).status).toBe(400);
  });

  it("is accepted for one day at most if the issuer cannot be reached", async () => {
    const scene = await emulatedAgent(VERIFYING);
    const { issueToken, get, clock, events } = scene;
    await get(await issueToken());
    breakIssuer(scene);
    const outcomeAfter = async (ms: number): Promise<unknown> => {
      clock.advance(ms);
      await get(await issueToken("checkout-1"));
      return events.findLast(({ type }) => type === "verify");
    };

    expect(await outcomeAfter(23 * HOUR_MS)).toMatchObject({ outcome: "verified" });
    expect(await outcomeAfter(HOUR_MS)).toMatchObject({ outcome: "no keys" });
  });
});
