import { describe, expect, it } from "vitest";
import { positiveMs, wholeNumber } from "../../../src/errors/settings.ts";
import { errorOf } from "../../support/rejection.ts";

const fromZero = (setting: string, value: number) => wholeNumber(setting, value, 0);
const fromOne = (setting: string, value: number) => wholeNumber(setting, value, 1);
const CHECKS = { "positive milliseconds": positiveMs, "whole from 0": fromZero, "whole from 1": fromOne };

describe("a setting", () => {
  it.each([
    ["positive milliseconds", 0.5],
    ["positive milliseconds", 60_000],
    ["whole from 1", 1],
    ["whole from 1", 2],
    ["whole from 0", 0],
    ["whole from 0", 1],
  ] as const)("that must be %s may be %d", (check, value) => {
    expect(CHECKS[check]("limit", value)).toBe(value);
  });

  it.each([
    ["positive milliseconds", 0],
    ["positive milliseconds", -1],
    ["positive milliseconds", Number.NaN],
    ["positive milliseconds", Number.POSITIVE_INFINITY],
    ["whole from 1", 0],
    ["whole from 1", 1.5],
    ["whole from 1", Number.NaN],
    ["whole from 0", -1],
    ["whole from 0", 0.5],
    ["whole from 0", Number.NaN],
  ] as const)("that must be %s is refused by name and value if it is %d", async (check, value) => {
    const error = await errorOf((async () => CHECKS[check]("limit", value))(), "CONFIGURATION");

    expect(error.setting).toBe("limit");
    expect(error.message).toMatch(/^limit must be a .*, got /);
  });
});
