import { describe, expect, it } from "vitest";
import { computeThresholds, freshAgeMs } from "../../../../src/credentials/refresh/thresholds.ts";
import { CREDENTIALS, NOW_MS } from "../../../support/aws-examples.ts";
import { HOUR_MS, MINUTE_MS } from "../../../support/time.ts";
import { numbered } from "./scene.ts";

const LIVES_MS = [15_000, 30_000, MINUTE_MS, 15 * MINUTE_MS, HOUR_MS, 6 * HOUR_MS, 12 * HOUR_MS];
const CHANCES = Array.from({ length: 100 }, (_, index) => index / 100);

function lead(lifeMs: number, random: number): { advisoryMs: number; mandatoryMs: number } {
  const thresholds = computeThresholds(numbered(1, NOW_MS + lifeMs), NOW_MS, random);
  return {
    advisoryMs: thresholds.expiresAtMs - thresholds.advisoryAtMs,
    mandatoryMs: thresholds.expiresAtMs - thresholds.mandatoryAtMs,
  };
}

describe("thresholds", () => {
  it.each(LIVES_MS)("of a lifetime of %i ms lie in order, and leave half of it fresh", (lifeMs) => {
    for (const random of [...CHANCES, 0.999_999]) {
      const { advisoryMs, mandatoryMs } = lead(lifeMs, random);
      expect(mandatoryMs).toBeGreaterThan(0);
      expect(advisoryMs).toBeGreaterThan(mandatoryMs);
      expect(advisoryMs).toBeLessThan(lifeMs / 2);
      expect(advisoryMs).toBeLessThanOrEqual(21 * MINUTE_MS);
      expect(mandatoryMs).toBeLessThanOrEqual(84_000);
    }
  });

  it.each([
    [15_000, 5000, 750],
    [HOUR_MS, 15 * MINUTE_MS, MINUTE_MS],
    [12 * HOUR_MS, 15 * MINUTE_MS, MINUTE_MS],
  ])("of %i ms begin %i ms and %i ms before the end without jitter", (lifeMs, advisoryMs, mandatoryMs) => {
    expect(lead(lifeMs, 0)).toEqual({ advisoryMs, mandatoryMs });
  });

  it("begin up to 40 % earlier by jitter", () => {
    expect(lead(HOUR_MS, 1)).toEqual({ advisoryMs: 21 * MINUTE_MS, mandatoryMs: 84_000 });
  });

  it("of identities that were issued together begin at different times", () => {
    const starts = CHANCES.map((random) => lead(HOUR_MS, random).advisoryMs);
    expect(new Set(starts).size).toBe(CHANCES.length);
    expect(Math.max(...starts) - Math.min(...starts)).toBeGreaterThan(5 * MINUTE_MS);
  });

  it("of their age come earlier by jitter, and at five sevenths of the greatest age at the earliest", () => {
    expect(freshAgeMs(0, 7 * MINUTE_MS)).toBe(7 * MINUTE_MS);
    expect(freshAgeMs(1, 7 * MINUTE_MS)).toBe(5 * MINUTE_MS);
  });

  it("of credentials without an expiration never begin", () => {
    const never = { advisoryAtMs: Infinity, mandatoryAtMs: Infinity, expiresAtMs: Infinity };
    expect(computeThresholds(CREDENTIALS, NOW_MS, 0.5)).toEqual(never);
  });

  it.each([
    [0, "at their end"],
    [1, "after it"],
  ])(
    "of credentials that came %i ms %s do not depend on a lifetime, because the clock may be ahead",
    (ms) => {
      const expiresAtMs = NOW_MS - ms;
      expect(computeThresholds(numbered(1, expiresAtMs), NOW_MS, 0)).toEqual({
        advisoryAtMs: expiresAtMs - 15 * MINUTE_MS,
        mandatoryAtMs: expiresAtMs - MINUTE_MS,
        expiresAtMs,
      });
    },
  );
});
