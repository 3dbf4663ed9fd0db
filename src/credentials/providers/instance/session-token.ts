import type { ResponseContext } from "../../../aws/decode.ts";
import { InvalidResponseError } from "../../../errors/call-errors.ts";
import type { Answer } from "../../../http/send-once.ts";
import { isVisibleAscii } from "../../../lib/header-value.ts";

/** The token of an IMDSv2 session. */
export interface InstanceToken {
  /** Secret. */
  readonly value: string;
  /** The URL of the only endpoint that may see the token. */
  readonly endpoint: string;
  /** When to ask for another token, some time before this one expires, on the monotonic clock. */
  readonly renewAtMs: number;
}

/** The lifetime to ask for: six hours, the longest that EC2 grants. */
export const TOKEN_TTL_SECONDS = 21_600;

const MAX_RENEW_AHEAD_MS = 120_000;

/** Reads a session token and its lifetime. Throws `INVALID_RESPONSE` for another text, for example a proxy's page. */
export function readInstanceToken(
  { body, headers }: Answer,
  endpoint: string,
  sentAtMs: number,
  context: ResponseContext,
): InstanceToken {
  const value = body.trim();
  if (!isVisibleAscii(value)) {
    const seen = value === "" ? "nothing" : `${value.length} characters of something else`;
    throw new InvalidResponseError({ ...context, path: "the body", expected: "a token", seen });
  }
  const granted = headers.get("x-aws-ec2-metadata-token-ttl-seconds") ?? "";
  const ttlSeconds = /^\d{1,5}$/.test(granted) ? Number(granted) : TOKEN_TTL_SECONDS;
  const ttlMs = Math.min(ttlSeconds, TOKEN_TTL_SECONDS) * 1000;
  const renewAtMs = sentAtMs + ttlMs - Math.min(MAX_RENEW_AHEAD_MS, ttlMs / 5);
  return { value, endpoint, renewAtMs };
}

/** Whether a token came from this endpoint and needs no renewal yet. */
export function isCurrent(
  token: InstanceToken | undefined,
  endpoint: string,
  nowMs: number,
): token is InstanceToken {
  return token !== undefined && token.endpoint === endpoint && nowMs < token.renewAtMs;
}
