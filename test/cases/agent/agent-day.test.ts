import { describe, expect, it } from "vitest";
import { goAgentCalls } from "../../simulation/go-agent.ts";
import { type PodsOfDay, podsOf } from "../../simulation/pods.ts";
import { playPodsDay } from "../../simulation/pods-day.ts";
import { MINUTE_MS } from "../../support/time.ts";

const COUNTS = { job: 1800, "sdk-js": 95, botocore: 95, chatty: 10 };
const FINE = { expired: 0, ranOut: 0, forDeadPods: 0, isWithinLimit: true };

/** The calls of both agents for the same pods. */
async function compare(day: PodsOfDay) {
  const report = await playPodsDay(day);
  return { report, go: goAgentCalls(podsOf(day)) };
}

// 2,000 pods, of which nine in ten die after five minutes.
describe("the agent over a day of a node", { timeout: 60_000 }, () => {
  it("makes a sixth of the Go agent's calls if all pods start within ten minutes, and none for pods that ended", async () => {
    const { report, go } = await compare({ counts: COUNTS, jobsWithinMs: 10 * MINUTE_MS, seed: 1 });

    expect(report).toMatchObject(FINE);
    expect(report.calls).toBeLessThan(2900);
    expect(go).toEqual({ calls: expect.any(Number), forDeadPods: 12_600 });
    expect(go.calls).toBeGreaterThan(16_000);
  });

  it("makes a third of the Go agent's calls if jobs start all day, refuses no request, and stays far below its limit", async () => {
    const { report, go } = await compare({ counts: COUNTS, jobsWithinMs: 1435 * MINUTE_MS, seed: 2 });

    expect(report).toMatchObject({ ...FINE, refused: 0 });
    expect(report.busiestSecond).toBeLessThanOrEqual(10);
    expect(report.calls).toBeLessThan(2900);
    expect(go.calls).toBeGreaterThan(3.3 * report.calls);
  });

  it("makes one call for each job, and for a service one for each lifetime of its credentials", async () => {
    const counts = { job: 200, "sdk-js": 20, botocore: 20, chatty: 0 };
    const { report } = await compare({ counts, jobsWithinMs: 600 * MINUTE_MS, seed: 3 });

    // Credentials live six hours and are renewed 5 or 15 minutes early: at 0, 6, 12 and 18 hours, and once before the day ends.
    expect(report).toMatchObject({ ...FINE, refused: 0, calls: 200 + 40 * 5 });
  });
});
