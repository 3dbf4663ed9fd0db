import { describe, expect, it } from "vitest";
import { toDate, toEpochSeconds } from "../../../src/aws/timestamp.ts";

const NOON_MS = Date.UTC(2026, 2, 1, 12);

describe("toDate", () => {
  it.each([
    [1_772_366_400, 0],
    [1_772_366_400.734, 734],
    [1_772_366_400.7346, 735],
    ["1772366400", 0],
    ["1772366400.734", 734],
    ["1.7723664e9", 0],
    ["1.7723664E+9", 0],
    ["17723664E2", 0],
    ["2026-03-01T12:00:00Z", 0],
    ["2026-03-01t12:00:00z", 0],
    ["2026-03-01T12:00:00+00:00", 0],
    ["2026-03-01T12:00:00-00:00", 0],
    ["2026-03-01T14:00:00+02:00", 0],
    ["2026-03-01T06:30:00-05:30", 0],
  ])("reads %j", (value, extraMs) => {
    expect(toDate(value)).toEqual(new Date(NOON_MS + extraMs));
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8, 9])("reads %d fraction digits, to the millisecond", (digits) => {
    const fraction = "123456789".slice(0, digits);
    const extraMs = Number(fraction.slice(0, 3).padEnd(3, "0"));

    expect(toDate(`2026-03-01T12:00:00.${fraction}Z`)).toEqual(new Date(NOON_MS + extraMs));
  });

  it.each([
    [0, 0],
    [-1, -1000],
    ["-1.5", -1500],
  ])("reads %j, from before or at the epoch", (value, epochMs) => {
    expect(toDate(value)).toEqual(new Date(epochMs));
  });

  it.each([
    "",
    " ",
    "soon",
    "2026-03-01",
    "2026-03-01T12:00:00",
    "2026-03-01 12:00:00Z",
    "2026-03-01T12:00Z",
    "2026-03-01T12:00:00.Z",
    "2026-03-01T12:00:000Z",
    "2026-03-01T12:00:00+0200",
    "2026-03-01T12:00:00Z\n",
    "2026-13-01T12:00:00Z",
    "2026-02-30T12:00:00Z",
    "2026-03-01T25:00:00Z",
    "Sun, 01 Mar 2026 12:00:00 GMT",
    "0x10",
    "1_000",
    "1e400",
    "Infinity",
    Number.NaN,
    Number.POSITIVE_INFINITY,
    1e20,
    true,
    null,
    undefined,
    {},
    [1_772_366_400],
  ])("does not read %j", (value) => {
    expect(toDate(value)).toBeUndefined();
  });
});

describe("toEpochSeconds", () => {
  it("is read back as the same time", () => {
    const date = new Date(NOON_MS + 734);

    expect(toEpochSeconds(date)).toBe(1_772_366_400.734);
    expect(toDate(toEpochSeconds(date))).toEqual(date);
  });
});
