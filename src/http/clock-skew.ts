/** How far AWS's clock is ahead of the local one. Belongs to a client; changed only by an error that says so. */
export interface Clock {
  offsetMs: number;
}

/** Below this the local clock is right, and something else is wrong. */
const MIN_SKEW_MS = 60_000;

const SKEW_CODES = new Set(["RequestExpired", "RequestInTheFuture", "RequestTimeTooSkewed"]);
const SIGNATURE_CODES = new Set(["InvalidSignatureException", "SignatureDoesNotMatch"]);
const SKEW_MESSAGE = /^Signature (expired|not yet current)/;

/** What an error answer says of the time. */
export interface SkewReport {
  readonly awsCode: string;
  readonly awsMessage: string;
  readonly headers: Headers;
  /** The local time of the answer, uncorrected. */
  readonly nowMs: number;
  /** The offset that the refused request was signed with: another call may have corrected the clock since. */
  readonly signedOffsetMs: number;
}

/**
 * Sets the clock by an answer that blames the time, and tells whether to sign again. A `Date` beside an `Age`
 * is a cache's memory, not the time.
 */
export function correctClock(clock: Clock, report: SkewReport): boolean {
  if (!blamesTime(report)) return false;
  const { headers, nowMs, signedOffsetMs } = report;
  const serverMs = Date.parse(headers.get("date") ?? "");
  if (Number.isNaN(serverMs) || headers.has("age")) return false;
  const offsetMs = serverMs - nowMs;
  if (Math.abs(offsetMs - signedOffsetMs) < MIN_SKEW_MS) return false;
  clock.offsetMs = offsetMs;
  return true;
}

function blamesTime({ awsCode, awsMessage }: SkewReport): boolean {
  return SKEW_CODES.has(awsCode) || (SIGNATURE_CODES.has(awsCode) && SKEW_MESSAGE.test(awsMessage));
}
