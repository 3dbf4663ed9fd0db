import { afterEach, describe, expect, it, vi } from "vitest";
import { keepWarm as keepWarmOnBun } from "../../runtimes/bun/keep-warm.ts";
import { keepWarm as keepWarmOnDeno } from "../../runtimes/deno/keep-warm.ts";
import type { Session } from "../../src/credentials/session/session.ts";
import { untyped } from "../support/bad-input.ts";
import { errorOf } from "../support/rejection.ts";

const EVERY_TEN_MINUTES = "*/10 * * * *";

afterEach(() => {
  vi.unstubAllGlobals();
});

/** Makes a session whose renewals fail, and counts them. */
function failingSession() {
  const renewals: unknown[] = [];
  const credentials = async (request: unknown): Promise<never> => {
    renewals.push(request);
    throw new Error("no access");
  };
  return { session: untyped<Session>({ credentials }), renewals };
}

/** Stands for Bun with its cron, and notes what the job does. */
function stubBun() {
  const seen = {
    schedules: [] as string[],
    calls: [] as string[],
    run: async (): Promise<void> => undefined,
  };
  vi.stubGlobal("Bun", {
    cron: (schedule: string, run: () => Promise<void>) => {
      seen.schedules.push(schedule);
      seen.run = run;
      return { stop: () => seen.calls.push("stop"), unref: () => seen.calls.push("unref") };
    },
  });
  return seen;
}

/** Stands for Deno with its cron, and notes what the job gets. */
function stubDeno() {
  const seen = {
    jobs: [] as (readonly [name: string, schedule: string])[],
    signal: new AbortController().signal,
    run: async (): Promise<void> => undefined,
  };
  vi.stubGlobal("Deno", {
    cron: async (
      name: string,
      schedule: string,
      { signal }: { signal: AbortSignal },
      run: () => Promise<void>,
    ) => {
      seen.jobs.push([name, schedule]);
      Object.assign(seen, { signal, run });
      throw new Error("the cron job ended");
    },
  });
  return seen;
}

describe("keepWarm of podkey/bun", () => {
  it("runs every ten minutes by default, without keeping the program running, until it is stopped", () => {
    const seen = stubBun();
    const stop = keepWarmOnBun([]);
    expect([seen.schedules, seen.calls]).toEqual([[EVERY_TEN_MINUTES], ["unref"]]);
    stop();

    expect(seen.calls).toEqual(["unref", "stop"]);
  });

  it("runs at the times of its schedule, and survives a failed run", async () => {
    const seen = stubBun();
    const { session, renewals } = failingSession();
    keepWarmOnBun([session], { schedule: "0 * * * *", minTtlMs: 5 });
    await seen.run();

    expect([seen.schedules, renewals]).toEqual([["0 * * * *"], [{ minTtlMs: 5 }]]);
  });

  it("throws CONFIGURATION on a Bun without cron", async () => {
    vi.stubGlobal("Bun", {});
    const { setting, message } = await errorOf((async () => keepWarmOnBun([]))(), "CONFIGURATION");

    expect(setting).toBe("podkey/bun's keepWarm");
    expect(message).toContain("Bun.cron (Bun 1.4)");
  });
});

describe("keepWarm of podkey/deno", () => {
  it("runs every ten minutes by default, under its own name, until it is stopped", () => {
    const seen = stubDeno();
    const stop = keepWarmOnDeno([]);
    expect([seen.jobs, seen.signal.aborted]).toEqual([[["podkey-keep-warm", EVERY_TEN_MINUTES]], false]);
    stop();

    expect(seen.signal.aborted).toBe(true);
  });

  it("runs at the times of its schedule, and lets Deno report a failed run", async () => {
    const seen = stubDeno();
    const { session, renewals } = failingSession();
    keepWarmOnDeno([session], { name: "warm", schedule: "0 * * * *", minTtlMs: 5 });
    await expect(seen.run()).rejects.toThrow("no access");

    expect([seen.jobs, renewals]).toEqual([[["warm", "0 * * * *"]], [{ minTtlMs: 5 }]]);
  });

  it("throws CONFIGURATION on a Deno without cron", async () => {
    vi.stubGlobal("Deno", {});
    const { setting, message } = await errorOf((async () => keepWarmOnDeno([]))(), "CONFIGURATION");

    expect(setting).toBe("podkey/deno's keepWarm");
    expect(message).toContain("--unstable-cron");
  });
});
