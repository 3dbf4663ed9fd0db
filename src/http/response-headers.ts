import type { FetchedHeaders } from "../lib/fetch.ts";

/**
 * The longest hint that podkey believes. AWS's throttles refill within seconds, and a longer wait would leave new pods
 * without credentials. A service that needs more time repeats the hint; podkey then calls it once a minute.
 */
const MAX_RETRY_AFTER_MS = 60_000;

const ASCTIME_DATE = /^\w+ (\w+) +(\d+) ([\d:]+) (\d{4})$/;
const HTTP_DATE = /^\w+, (\d\d?)[ -]([A-Z][a-z]{2})[ -](\d{4}|\d\d) (\d\d:\d\d:\d\d) GMT$/;

/**
 * Returns how long the server asks to wait, in milliseconds, at most a minute: `x-amz-retry-after` (milliseconds), else
 * `Retry-After` (seconds or an HTTP date, RFC 9110 section 10.2.3). Ignores values that it cannot read.
 */
export function retryAfterMs(headers: FetchedHeaders, nowMs: number): number | undefined {
  const hintMs = hintOf(headers, nowMs);
  return Number.isNaN(hintMs) ? undefined : Math.min(Math.max(0, hintMs), MAX_RETRY_AFTER_MS);
}

/**
 * Parses the three forms of an HTTP date (RFC 9110 section 5.6.7) into milliseconds since the epoch, or `NaN`. Engines read
 * two of the forms differently, and one of them as local time. A year of two digits is at most 50 years ahead of `nowMs`.
 */
export function parseHttpDate(text: string, nowMs: number): number {
  const match = HTTP_DATE.exec(text.replace(ASCTIME_DATE, "X, $2 $1 $4 $3 GMT"));
  if (!match) return Number.NaN;
  const [, day, month, digits, time] = match;
  let year = Number(digits);
  if (year < 100) {
    const thisYear = new Date(nowMs).getUTCFullYear();
    year += thisYear - (thisYear % 100);
    if (year > thisYear + 50) year -= 100;
  }
  return Date.parse(`${day} ${month} ${year} ${time} GMT`);
}

/** Returns AWS's id of a request, which its support asks for. */
export function requestIdOf(headers: FetchedHeaders): string | undefined {
  return (
    headers.get("x-amzn-requestid") ??
    headers.get("x-amzn-request-id") ??
    headers.get("x-amz-request-id") ??
    undefined
  );
}

function hintOf(headers: FetchedHeaders, nowMs: number): number {
  const milliseconds = headers.get("x-amz-retry-after") ?? "";
  if (/^\d+$/.test(milliseconds)) return Number(milliseconds);
  const retryAfter = headers.get("retry-after") ?? "";
  if (/^\d+(\.\d+)?$/.test(retryAfter)) return Number(retryAfter) * 1000;
  return parseHttpDate(retryAfter, nowMs) - nowMs;
}
