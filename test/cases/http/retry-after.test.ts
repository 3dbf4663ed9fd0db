import { describe, expect, it } from "vitest";
import { describeCluster } from "../../../src/eks/cluster.ts";
import { ServiceError } from "../../../src/errors/call-errors.ts";
import { parseHttpDate, retryAfterMs } from "../../../src/http/response-headers.ts";
import { backoffMs } from "../../../src/http/retry.ts";
import { NOW_MS } from "../../support/aws-examples.ts";
import { clientThat } from "../../support/bad-input.ts";
import { json } from "../../support/fake-runtime.ts";
import { podkeyErrorOf } from "../../support/rejection.ts";

function hintOf(headers: Record<string, string>): number | undefined {
  return retryAfterMs(new Headers(headers), NOW_MS);
}

describe("a server's hint to wait", () => {
  it.each([
    ["milliseconds", { "x-amz-retry-after": "1500" }, 1500],
    ["zero milliseconds", { "x-amz-retry-after": "0" }, 0],
    ["seconds", { "retry-after": "3" }, 3000],
    ["a fraction of seconds", { "retry-after": "0.5" }, 500],
    ["a fraction of several digits", { "retry-after": "0.125" }, 125],
    ["a date in the future", { "retry-after": "Sun, 01 Mar 2026 12:00:07 GMT" }, 7000],
    ["a date in the form of RFC 850", { "retry-after": "Sunday, 01-Mar-26 12:00:07 GMT" }, 7000],
    ["a date in the form of asctime", { "retry-after": "Sun Mar  1 12:00:07 2026" }, 7000],
    ["a date in the past with a two-digit year", { "retry-after": "Sunday, 06-Nov-94 08:49:37 GMT" }, 0],
    ["a date in the past", { "retry-after": "Sun, 01 Mar 2026 11:00:00 GMT" }, 0],
    ["milliseconds rather than seconds", { "retry-after": "9", "x-amz-retry-after": "10" }, 10],
    ["seconds if the milliseconds are garbage", { "x-amz-retry-after": "soon", "retry-after": "2" }, 2000],
    ["seconds if the milliseconds are negative", { "x-amz-retry-after": "-5", "retry-after": "2" }, 2000],
  ])("is read from %s", (_, headers, expected) => {
    expect(hintOf(headers)).toBe(expected);
  });

  it.each([
    ["a response without hint headers", {}],
    ["an empty header", { "retry-after": "" }],
    ["garbage", { "retry-after": "soon" }],
    ["a negative number", { "retry-after": "-5" }],
    ["a number with a unit", { "retry-after": "5 seconds" }],
    ["a date without a zone", { "retry-after": "Sun, 01 Mar 2026 12:00:07" }],
    ["a date in another zone", { "retry-after": "Sun, 01 Mar 2026 12:00:07 +0100" }],
    ["a date with an unknown month", { "retry-after": "Sun, 01 Mai 2026 12:00:07 GMT" }],
    ["a date at 25 o'clock", { "retry-after": "Sun, 01 Mar 2026 25:00:07 GMT" }],
    ["milliseconds with a fraction", { "x-amz-retry-after": "1.5" }],
    ["negative milliseconds", { "x-amz-retry-after": "-1" }],
  ])("is not read from %s", (_, headers) => {
    expect(hintOf(headers)).toBeUndefined();
  });
});

describe("a server's hint to wait longer than a minute", () => {
  it.each([
    ["a day in seconds", { "retry-after": "86400" }],
    ["a day in milliseconds", { "x-amz-retry-after": "86400000" }],
    ["a date on the next day", { "retry-after": "Mon, 02 Mar 2026 12:00:00 GMT" }],
    ["more digits than a number holds", { "retry-after": "9".repeat(400) }],
  ])("counts as a minute if the server sends %s", (_, headers) => {
    expect(hintOf(headers)).toBe(60_000);
  });

  it("is reported as a minute in the error of a call", async () => {
    const client = clientThat(json({ __type: "ThrottlingException" }, 429, { "retry-after": "86400" }), {
      maxAttempts: 1,
    });

    expect(await podkeyErrorOf(describeCluster(client, { clusterName: "demo" }))).toMatchObject({
      code: "SERVICE",
      retryAfterMs: 60_000,
    });
  });
});

describe("an HTTP date", () => {
  const EXAMPLE_MS = Date.UTC(1994, 10, 6, 8, 49, 37);

  it.each([
    ["Sun, 06 Nov 1994 08:49:37 GMT", EXAMPLE_MS],
    ["Sunday, 06-Nov-94 08:49:37 GMT", EXAMPLE_MS],
    ["Sun Nov  6 08:49:37 1994", EXAMPLE_MS],
    ["Wednesday, 06-Nov-75 08:49:37 GMT", Date.UTC(2075, 10, 6, 8, 49, 37)],
    ["Friday, 06-Nov-76 08:49:37 GMT", Date.UTC(2076, 10, 6, 8, 49, 37)],
    ["Sunday, 06-Nov-77 08:49:37 GMT", Date.UTC(1977, 10, 6, 8, 49, 37)],
  ])("written as %s is read as UTC", (text, expectedMs) => {
    expect(parseHttpDate(text, NOW_MS)).toBe(expectedMs);
  });
});

describe("backoffMs", () => {
  it.each([
    ["returns the computed wait if there is no hint", undefined, 0.5, 25],
    ["returns the computed wait if the hint is shorter", 10, 0.5, 25],
    ["returns the hint if it is longer than the computed wait", 1000, 0.5, 1000],
    ["adds at most 5 s to the computed wait for a long hint", 60_000, 0.5, 5025],
    ["adds up to 5 s to a computed wait of 0", 5000, 0, 5000],
    ["returns a finite wait for an infinite hint", Number.POSITIVE_INFINITY, 0, 5000],
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
