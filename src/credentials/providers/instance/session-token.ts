import type { ResponseContext } from "../../../aws/decode.ts";
import { InvalidResponseError } from "../../../errors/call-errors.ts";
import type { Answer } from "../../../http/send-once.ts";

/** The token of an IMDSv2 session. Secret. */
export interface InstanceToken {
  readonly value: string;
  /** The only endpoint that may see it. */
  readonly endpoint: string;
  /** When to ask for another: some time before it ends. */
  readonly renewAtMs: number;
}

/** What is asked for: six hours, the longest that EC2 gives. */
export const TOKEN_TTL_SECONDS = 21_600;

const MAX_RENEW_AHEAD_MS = 120_000;

/** What an HTTP header may hold of a token: visible ASCII. */
const HEADER_SAFE = /^[\x21-\x7e]+$/;

/** Reads a token and how long it lives. Throws `INVALID_RESPONSE` for a page that is no token, as a proxy's. */
export function readInstanceToken(
  { body, headers }: Answer,
  endpoint: string,
  sentAtMs: number,
  context: ResponseContext,
): InstanceToken {
  const value = body.trim();
  if (!HEADER_SAFE.test(value)) {
    const seen = value === "" ? "nothing" : `${value.length} characters of something else`;
    throw new InvalidResponseError({ ...context, path: "the body", expected: "a token", seen });
  }
  const granted = headers.get("x-aws-ec2-metadata-token-ttl-seconds") ?? "";
  const ttlSeconds = /^\d{1,5}$/.test(granted) ? Number(granted) : TOKEN_TTL_SECONDS;
  const ttlMs = Math.min(ttlSeconds, TOKEN_TTL_SECONDS) * 1000;
  const renewAtMs = sentAtMs + ttlMs - Math.min(MAX_RENEW_AHEAD_MS, ttlMs / 5);
  return { value, endpoint, renewAtMs };
}

/** Whether a token is there that this endpoint gave and that need not be renewed yet. */
export function isCurrent(
  token: InstanceToken | undefined,
  endpoint: string,
  nowMs: number,
): token is InstanceToken {
  return token !== undefined && token.endpoint === endpoint && nowMs < token.renewAtMs;
}
