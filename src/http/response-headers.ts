/**
 * How long the server asks to wait, in milliseconds: `x-amz-retry-after` (milliseconds), else `Retry-After` (seconds
 * or an HTTP date, RFC 9110 section 10.2.3). What cannot be read counts as absent.
 */
export function retryAfterMs(headers: Headers, nowMs: number): number | undefined {
  const milliseconds = headers.get("x-amz-retry-after");
  if (milliseconds !== null && /^\d+$/.test(milliseconds)) return Number(milliseconds);
  const retryAfter = headers.get("retry-after");
  if (retryAfter === null) return undefined;
  if (/^\d+(\.\d+)?$/.test(retryAfter)) return Number(retryAfter) * 1000;
  // Engines take even "-5" for a date.
  const date = /^[A-Za-z]/.test(retryAfter) ? Date.parse(retryAfter) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - nowMs);
}

/** AWS's id of a request, for its support. */
export function requestIdOf(headers: Headers): string | undefined {
  return (
    headers.get("x-amzn-requestid") ??
    headers.get("x-amzn-request-id") ??
    headers.get("x-amz-request-id") ??
    undefined
  );
}
