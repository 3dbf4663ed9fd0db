import { describe, expect, it } from "vitest";
import { decodeDated, encodeDated, liveValue, outlives } from "../../../src/stores/dated-record.ts";

const RECORD = encodeDated({ value: "value", expiresAtMs: 5000 });

describe("a record with its expiry", () => {
  it.each(["value", "", "two\nlines", "\nend", "podkey1 7\n"])("keeps the value %j", (value) => {
    expect(decodeDated(encodeDated({ value, expiresAtMs: 5000 }))).toEqual({ value, expiresAtMs: 5000 });
  });

  it.each([
    [5000.9, 5000],
    [-1, 0],
    [Number.POSITIVE_INFINITY, 8_640_000_000_000_000],
    [1e30, 8_640_000_000_000_000],
  ])("that expires at %d keeps the time as %d", (expiresAtMs, kept) => {
    expect(decodeDated(encodeDated({ value: "", expiresAtMs }))?.expiresAtMs).toBe(kept);
  });

  it.each([
    ["nothing", undefined],
    ["a number", 5],
    ["another version", RECORD.replace("podkey1", "podkey2")],
    ["no expiry", RECORD.replace("5000", "")],
    ["an expiry that is no number", RECORD.replace("5000", "soon")],
    ["text before it", ` ${RECORD}`],
    ["text after it", `${RECORD} `],
    ["a value that was cut short", RECORD.slice(0, -6)],
    ["an end without a value", "podkey1 5000\nend"],
    ["a head alone", "podkey1 5000\n"],
  ])("is not %s", (_, stored) => {
    expect(decodeDated(stored)).toBeUndefined();
  });

  it("has a value until the millisecond in which it expires", () => {
    expect([liveValue(RECORD, 4999), liveValue(RECORD, 5000), liveValue("x", 0)]).toEqual([
      "value",
      undefined,
      undefined,
    ]);
  });

  it("outlives a time before its expiry, and not its expiry itself", () => {
    expect([
      outlives(RECORD, 4999),
      outlives(RECORD, 5000),
      outlives("x", 0),
      outlives(undefined, -1),
    ]).toEqual([true, false, false, true]);
  });
});
