import type { AwsCredentials } from "../../aws/credentials.ts";
import { ServiceError } from "../../errors/call-errors.ts";
import { createRetryQuota, withRetries } from "../../http/retry.ts";
import type { Ports } from "../../ports.ts";
import type { Pod } from "../../tokens/service-account-token.ts";
import type { RateLimiter } from "./rate-limiter.ts";
import type { TokenExchange } from "./token-exchange.ts";

/** A token to exchange, and the client whose turn it takes. */
export interface ExchangeRequest {
  readonly token: string;
  readonly pod: Pod;
  readonly address: string | undefined;
  /** Called before each attempt with the time that it waited for the rate limiter, in milliseconds. */
  readonly onTurn: (waitedMs: number) => void;
}

const MAX_ATTEMPTS = 3;

/** The longest pause that a response can ask for. A longer pause would leave new pods without credentials. */
const MAX_PAUSE_MS = 60_000;

/** The pause after a throttled attempt whose response names none. */
const PAUSE_MS = 1000;

/**
 * Makes an exchange that takes a turn of the rate limiter for each attempt, retries included. After a throttled attempt every
 * exchange waits for as long as the response says, but at most one minute.
 */
export function limitExchange(
  exchange: TokenExchange,
  limiter: RateLimiter,
  ports: Ports,
): (request: ExchangeRequest) => Promise<AwsCredentials> {
  const quota = createRetryQuota();
  const attempt = async ({ token, pod, address, onTurn }: ExchangeRequest): Promise<AwsCredentials> => {
    onTurn(await limiter.take(address));
    try {
      return await exchange({ token, pod });
    } catch (error) {
      if (error instanceof ServiceError && error.throttled) {
        limiter.pause(Math.min(error.retryAfterMs ?? PAUSE_MS, MAX_PAUSE_MS));
      }
      throw error;
    }
  };
  return (request) => withRetries(() => attempt(request), { ports, quota, maxAttempts: MAX_ATTEMPTS });
}
