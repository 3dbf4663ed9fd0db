import { describe, expect, it } from "vitest";
import { Schedule } from "../../../../src/credentials/refresh/schedule.ts";
import { createSession } from "../../../../src/credentials/session/session.ts";
import { memoryStore } from "../../../../src/stores/memory.ts";
import { NOW_MS } from "../../../support/aws-examples.ts";
import { virtualClock } from "../../../support/fake-clock.ts";
import { errorOf } from "../../../support/rejection.ts";
import { HOUR_MS, MINUTE_MS } from "../../../support/time.ts";
import { fakeSource, keyOf, numbered } from "../refresh/scene.ts";

/** A session on a schedule, in use for a minute. */
async function usedSession() {
  const clock = virtualClock(NOW_MS);
  const schedule = new Schedule(clock);
  const source = fakeSource(clock);
  const session = createSession({ credentials: source.provider, ports: clock, schedule });
  await session.credentials();
  await clock.runUntil(NOW_MS + MINUTE_MS);
  await session.credentials();
  return { session, source, schedule, clock, runUntil: (ms: number) => clock.runUntil(NOW_MS + ms) };
}

async function openNameless(): Promise<unknown> {
  return createSession({ credentials: async () => numbered(1), store: memoryStore() });
}

describe("a session", () => {
  it("renews its credentials in the background while it is in use", async () => {
    const { source, runUntil } = await usedSession();
    await runUntil(HOUR_MS);

    expect(source.calls).toBe(2);
  });

  it("stops background renewals when it is closed, and still returns credentials", async () => {
    const { session, source, schedule, runUntil } = await usedSession();
    await session.close();
    expect(schedule.size).toBe(0);
    await runUntil(2 * HOUR_MS);
    expect(source.calls).toBe(1);

    expect((await session.credentials()).accessKeyId).toBe(keyOf(2));
  });

  it("can be closed twice, and before its first use", async () => {
    const session = createSession({ credentials: async () => numbered(1) });
    await session.close();
    await session.close();

    expect((await session.credentials()).accessKeyId).toBe(keyOf(1));
  });

  it("is closed at the end of a block with `await using`", async () => {
    const { session, schedule } = await usedSession();
    {
      await using opened = session;
      expect((await opened.credentials()).accessKeyId).toBe(keyOf(1));
      expect(schedule.size).toBe(1);
    }
    expect(schedule.size).toBe(0);
  });

  it("leaves other sessions on its schedule when it is closed", async () => {
    const { session, schedule, clock } = await usedSession();
    const other = createSession({ credentials: fakeSource(clock).provider, ports: clock, schedule });
    await other.credentials();
    await session.close();

    expect(schedule.size).toBe(1);
  });

  it("throws CONFIGURATION for a store without an identity", async () => {
    const error = await errorOf(openNameless(), "CONFIGURATION");

    expect([error.setting, error.message]).toEqual(["identity", expect.stringContaining("checkout-prod")]);
  });

  it("shares its credentials with another session of the same store and identity", async () => {
    const clock = virtualClock(NOW_MS);
    const shared = { ports: clock, store: memoryStore(clock), identity: "checkout" };
    const source = fakeSource(clock);
    const open = () => createSession({ ...shared, credentials: source.provider });
    const keys = [await open().credentials(), await open().credentials()];

    expect(keys.map(({ accessKeyId }) => accessKeyId)).toEqual([keyOf(1), keyOf(1)]);
    expect(source.calls).toBe(1);
  });
});
