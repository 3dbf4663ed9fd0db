import { describe, expect, it } from "vitest";
import { ServiceError } from "../../../src/errors/call-errors.ts";
import { retryAfterMs } from "../../../src/http/response-headers.ts";
import { backoffMs } from "../../../src/http/retry.ts";
import { NOW_MS } from "../../support/aws-examples.ts";

function hintOf(headers: Record<string, string>): number | undefined {
  return retryAfterMs(new Headers(headers), NOW_MS);
}

describe("a server's hint", () => {
  it.each([
    ["milliseconds", { "x-amz-retry-after": "1500" }, 1500],
    ["no milliseconds", { "x-amz-retry-after": "0" }, 0],
    ["seconds", { "retry-after": "3" }, 3000],
    ["a fraction of seconds", { "retry-after": "0.5" }, 500],
    ["a date to come", { "retry-after": "Sun, 01 Mar 2026 12:00:07 GMT" }, 7000],
    ["a date that is past", { "retry-after": "Sun, 01 Mar 2026 11:00:00 GMT" }, 0],
    ["both, of which milliseconds win", { "retry-after": "9", "x-amz-retry-after": "10" }, 10],
    ["garbage and seconds", { "x-amz-retry-after": "soon", "retry-after": "2" }, 2000],
    ["negative milliseconds and seconds", { "x-amz-retry-after": "-5", "retry-after": "2" }, 2000],
  ])("is read from %s", (_, headers, expected) => {
    expect(hintOf(headers)).toBe(expected);
  });

  it.each([
    ["nothing", {}],
    ["an empty text", { "retry-after": "" }],
    ["garbage", { "retry-after": "soon" }],
    ["a negative number", { "retry-after": "-5" }],
    ["a number with a unit", { "retry-after": "5 seconds" }],
    ["milliseconds with a fraction", { "x-amz-retry-after": "1.5" }],
    ["negative milliseconds", { "x-amz-retry-after": "-1" }],
  ])("is not read from %s", (_, headers) => {
    expect(hintOf(headers)).toBeUndefined();
  });
});

describe("backoffMs", () => {
  it.each([
    ["is the computed wait without a hint", undefined, 0.5, 25],
    ["is never shortened by a hint", 10, 0.5, 25],
    ["is lengthened by a hint", 1000, 0.5, 1000],
    ["is lengthened by at most 5 s", 60_000, 0.5, 5025],
    ["counts those 5 s from the computed wait", 5000, 0, 5000],
    ["stays finite for a hint without end", Number.POSITIVE_INFINITY, 0, 5000],
  ])("%s", (_, hintMs, random, expected) => {
    const error = new ServiceError({
      service: "eks",
      operation: "DescribeCluster",
      status: 503,
      awsCode: "Unknown",
      awsMessage: "",
      retryable: true,
      retryAfterMs: hintMs,
    });

    expect(backoffMs(error, 1, random)).toBe(expected);
  });
});
