import { describe, expect, it } from "vitest";
import { playDay } from "../../../simulation/service-day.ts";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "../../../support/time.ts";

// A fifth of all exchanges fail, the source is down for half an hour, and for ten minutes the answer is 429 with a hint.
describe("a bad day of a service", () => {
  it.each([
    // Exchanges at most: a life less its advisory zone where jitter stretches that most.
    {
      life: "1 h",
      lifeMs: HOUR_MS,
      every: "1 s",
      requestEveryMs: SECOND_MS,
      by: "callers",
      most: 37,
      least: 24,
    },
    {
      life: "1 h",
      lifeMs: HOUR_MS,
      every: "1 s",
      requestEveryMs: SECOND_MS,
      by: "schedule",
      most: 37,
      least: 24,
    },
    {
      life: "1 h",
      lifeMs: HOUR_MS,
      every: "1 min",
      requestEveryMs: MINUTE_MS,
      by: "schedule",
      most: 37,
      least: 24,
    },
    {
      life: "6 h",
      lifeMs: 6 * HOUR_MS,
      every: "5 s",
      requestEveryMs: 5000,
      by: "schedule",
      most: 5,
      least: 4,
    },
    {
      life: "12 h",
      lifeMs: 12 * HOUR_MS,
      every: "5 s",
      requestEveryMs: 5000,
      by: "callers",
      most: 3,
      least: 2,
    },
  ])(
    "(life $life, a request every $every, renewed by $by) costs at most $most exchanges where $least is the least, none with expired credentials, and no wait before the mandatory window",
    async ({ lifeMs, requestEveryMs, by, most, least }) => {
      for (const seed of [1, 2]) {
        const report = await playDay({ lifeMs, requestEveryMs, isScheduled: by === "schedule", seed });
        expect(report).toMatchObject({
          expired: 0,
          blockedEarly: 0,
          tooEarly: 0,
          oldTokens: 0,
          minimum: least,
        });
        expect(report.exchanges).toBeGreaterThanOrEqual(least);
        expect(report.exchanges).toBeLessThanOrEqual(most);
      }
    },
  );

  it("with twelve hours of outage sends no request with expired credentials, and recovers", async () => {
    const outage = { fromMs: 4 * HOUR_MS, toMs: 16 * HOUR_MS };
    const day = { lifeMs: HOUR_MS, requestEveryMs: 5000, isScheduled: true, seed: 1, troubles: { outage } };
    const report = await playDay(day);

    expect(report).toMatchObject({ expired: 0, blockedEarly: 0 });
    expect(report.refused).toBeGreaterThan((11 * HOUR_MS) / 5000);
    expect(report.refused).toBeLessThan((12.1 * HOUR_MS) / 5000);
    expect(report.exchanges).toBeGreaterThan(15);
  });

  it("without troubles makes no caller wait but the first", async () => {
    const never = { fromMs: 0, toMs: 0 };
    const troubles = { failureRate: 0, outage: never, storm: never };
    const day = { lifeMs: HOUR_MS, requestEveryMs: 5000, isScheduled: true, seed: 1, troubles };

    expect(await playDay(day)).toMatchObject({ expired: 0, refused: 0, blockedEarly: 0, waited: 1 });
  });
});
