import { describe, expect, it } from "vitest";
import { positiveInteger, positiveMs, wholeNumber } from "../../../src/errors/settings.ts";
import { errorOf } from "../../support/rejection.ts";

const CHECKS = { positiveInteger, positiveMs, wholeNumber };

describe("a setting", () => {
  it.each([
    ["positiveMs", 0.5],
    ["positiveMs", 60_000],
    ["positiveInteger", 1],
    ["positiveInteger", 2],
    ["wholeNumber", 0],
    ["wholeNumber", 1],
  ] as const)("that %s checks may be %d", (check, value) => {
    expect(CHECKS[check]("limit", value)).toBe(value);
  });

  it.each([
    ["positiveMs", 0],
    ["positiveMs", -1],
    ["positiveMs", Number.NaN],
    ["positiveMs", Number.POSITIVE_INFINITY],
    ["positiveInteger", 0],
    ["positiveInteger", 1.5],
    ["positiveInteger", Number.NaN],
    ["wholeNumber", -1],
    ["wholeNumber", 0.5],
    ["wholeNumber", Number.NaN],
  ] as const)("that %s checks is refused by name if it is %d", async (check, value) => {
    const error = await errorOf((async () => CHECKS[check]("limit", value))(), "CONFIGURATION");

    expect([error.setting, error.message.startsWith("limit must be")]).toEqual(["limit", true]);
  });
});
