import type { FetchedHeaders } from "../lib/fetch.ts";
import { parseHttpDate } from "./response-headers.ts";

/** How far AWS's clock is ahead of the local one. Belongs to a client; only an error that blames the time changes it. */
export interface Clock {
  /** In milliseconds; negative if AWS's clock is behind. */
  offsetMs: number;
}

/** With a smaller difference the local clock is right, and the error has another cause. */
const MIN_SKEW_MS = 60_000;

const SKEW_CODES = new Set(["RequestExpired", "RequestInTheFuture", "RequestTimeTooSkewed"]);
const SIGNATURE_CODES = new Set(["InvalidSignatureException", "SignatureDoesNotMatch"]);
const SKEW_MESSAGE = /^Signature (expired|not yet current)/;

/** What an error response says about the time. */
export interface SkewReport {
  readonly awsCode: string;
  readonly awsMessage: string;
  readonly headers: FetchedHeaders;
  /** The local time at which the response arrived, uncorrected, in milliseconds since the epoch. */
  readonly nowMs: number;
  /** The offset that the refused request was signed with. Another call may have corrected the clock in the meantime. */
  readonly signedOffsetMs: number;
}

/**
 * Corrects the clock from a response that blames the time. Returns whether to sign and send the request again. Ignores a
 * `Date` next to an `Age`, because a cache sent it earlier.
 */
export function correctClock(clock: Clock, report: SkewReport): boolean {
  if (!blamesTime(report)) return false;
  const { headers, nowMs, signedOffsetMs } = report;
  const serverMs = parseHttpDate(headers.get("date") ?? "", nowMs);
  if (Number.isNaN(serverMs) || headers.get("age") !== null) return false;
  const offsetMs = serverMs - nowMs;
  if (Math.abs(offsetMs - signedOffsetMs) < MIN_SKEW_MS) return false;
  clock.offsetMs = offsetMs;
  return true;
}

function blamesTime({ awsCode, awsMessage }: SkewReport): boolean {
  return SKEW_CODES.has(awsCode) || (SIGNATURE_CODES.has(awsCode) && SKEW_MESSAGE.test(awsMessage));
}
