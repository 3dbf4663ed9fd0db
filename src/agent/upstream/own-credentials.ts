import type { AwsCredentials, CredentialProvider } from "../../aws/credentials.ts";
import { type RefreshingProvider, refresh } from "../../credentials/refresh/refresh.ts";
import { DEFAULT_REFRESH_POLICY } from "../../credentials/refresh/refresh-policy.ts";
import { ServiceError } from "../../errors/call-errors.ts";
import type { Schedule } from "../../lib/timer-queue.ts";
import type { Ports } from "../../ports.ts";
import type { TokenExchange } from "./token-exchange.ts";

/** A file that rotates, or a variable, is read again behind the calls after this time. */
const MAX_AGE_MS = 60_000;

/** The credentials of the agent itself, kept fresh: its source is asked each minute while it is in use. */
export function keepOwnCredentials(
  credentials: AwsCredentials | CredentialProvider,
  ports: Ports,
  schedule: Schedule,
): RefreshingProvider {
  const provider = typeof credentials === "function" ? credentials : async () => credentials;
  return refresh({ provider, ports, schedule, policy: { ...DEFAULT_REFRESH_POLICY, maxAgeMs: MAX_AGE_MS } });
}

/** Tries again, once, with newer credentials of the agent itself if AWS refuses the ones it has. */
export function withNewerCredentials(exchange: TokenExchange, own: RefreshingProvider): TokenExchange {
  return async (request) => {
    const used = await own();
    try {
      return await exchange(request);
    } catch (error) {
      if (!(error instanceof ServiceError) || error.status !== 403) throw error;
      await own.invalidate(used);
      const newer = await own();
      if (newer.accessKeyId === used.accessKeyId) throw error;
      return exchange(request);
    }
  };
}
