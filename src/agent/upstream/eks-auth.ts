import type { AwsCredentials, CredentialProvider } from "../../aws/credentials.ts";
import { type RefreshingProvider, refresh } from "../../credentials/refresh/refresh.ts";
import { DEFAULT_REFRESH_POLICY } from "../../credentials/refresh/thresholds.ts";
import { ServiceError } from "../../errors/call-errors.ts";
import { ConfigurationError } from "../../errors/errors.ts";
import { createClient } from "../../http/client.ts";
import type { EndpointSettings } from "../../http/endpoint.ts";
import type { Schedule } from "../../lib/timer-queue.ts";
import type { MaybePromise, Ports } from "../../ports.ts";
import { exchangeAtEksAuth, type NodeIdentity, type TokenExchange } from "./token-exchange.ts";

/** A file that rotates, or a variable, is read again behind the calls after this time. */
const MAX_AGE_MS = 60_000;

/** Where an agent gets the credentials of pods, and what it needs for it. */
export interface UpstreamOptions extends EndpointSettings {
  /** The EKS cluster whose tokens the agent exchanges. Not needed with an `exchange` of your own. */
  readonly clusterName?: string;
  /**
   * The agent's own credentials, or a source that the agent asks again each minute. They need the permission
   * `eks-auth:AssumeRoleForPodIdentity`, which the role of an EKS node has.
   */
  readonly credentials?: AwsCredentials | CredentialProvider;
  /** Returns where the pods run, for AWS's audit trail, for example `() => readInstanceIdentity()`. */
  readonly node?: () => MaybePromise<NodeIdentity>;
  /** Exchanges tokens in place of EKS Auth, for example at STS for a cluster outside EKS. */
  readonly exchange?: TokenExchange;
}

/** Where an agent gets credentials. */
export interface Upstream {
  readonly exchange: TokenExchange;
  /** Rejects unless exchanges can be made. */
  readonly ready: () => Promise<void>;
}

/** EKS Auth, called once an exchange; or what the user put in its place. Throws `CONFIGURATION`. */
export function createUpstream(
  options: UpstreamOptions,
  timeoutMs: number,
  ports: Ports,
  schedule: Schedule,
): Upstream {
  const { clusterName, credentials, exchange, node = () => ({}) } = options;
  if (exchange) return { exchange, ready: async () => undefined };
  if (!clusterName) throw missing("clusterName", "the EKS cluster whose tokens are exchanged");
  if (!credentials) throw missing("credentials", "the agent's own, as fromInstanceMetadata()");
  const own = keepOwnCredentials(credentials, ports, schedule);
  const { region, endpoint, useFipsEndpoint, useDualstackEndpoint } = options;
  const settings = { region, endpoint, useFipsEndpoint, useDualstackEndpoint };
  const client = createClient({ ...settings, credentials: own, maxAttempts: 1, timeoutMs, ports });
  return {
    exchange: withNewerCredentials(exchangeAtEksAuth(client, clusterName, node), own),
    ready: async () => {
      await own();
    },
  };
}

function missing(setting: string, what: string): ConfigurationError {
  return new ConfigurationError({
    setting,
    message: `createAgent needs ${setting}, ${what}; or an exchange`,
  });
}

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
