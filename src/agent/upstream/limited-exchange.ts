import type { AwsCredentials } from "../../aws/credentials.ts";
import { ServiceError } from "../../errors/call-errors.ts";
import { isThrottling } from "../../http/error-class.ts";
import { createRetryQuota, withRetries } from "../../http/retry.ts";
import type { Ports } from "../../ports.ts";
import type { Pod } from "../../tokens/pod.ts";
import type { Limiter } from "./rate-limiter.ts";
import type { TokenExchange } from "./token-exchange.ts";

/** A token, and who is to be charged for its exchange. */
export interface ExchangeRequest {
  readonly token: string;
  readonly pod: Pod;
  readonly address: string | undefined;
  /** Told how long a call waited for its turn, in milliseconds. */
  readonly onTurn: (waitedMs: number) => void;
}

const MAX_ATTEMPTS = 3;

/** When a throttled answer does not say how long to wait. */
const PAUSE_MS = 1000;

/**
 * Makes an exchange keep to the limiter, a token each call, retries included: a throttled one makes all that follow wait as
 * long as it was told to.
 */
export function limitExchange(
  exchange: TokenExchange,
  limiter: Limiter,
  ports: Ports,
): (request: ExchangeRequest) => Promise<AwsCredentials> {
  const quota = createRetryQuota();
  const attempt = async ({ token, pod, address, onTurn }: ExchangeRequest): Promise<AwsCredentials> => {
    onTurn(await limiter.take(address));
    try {
      return await exchange({ token, pod });
    } catch (error) {
      if (error instanceof ServiceError && isThrottling(error.status, error.awsCode)) {
        limiter.pause(error.retryAfterMs ?? PAUSE_MS);
      }
      throw error;
    }
  };
  return (request) => withRetries(() => attempt(request), { ports, quota, maxAttempts: MAX_ATTEMPTS });
}
