import { type AwsCredentials, type CredentialProvider, toProvider } from "../../aws/credentials.ts";
import { type RefreshingProvider, refresh } from "../../credentials/refresh/refresh.ts";
import type { Schedule } from "../../credentials/refresh/schedule.ts";
import { DEFAULT_REFRESH_POLICY } from "../../credentials/refresh/thresholds.ts";
import { isPodkeyError } from "../../errors/any-error.ts";
import { ServiceError } from "../../errors/call-errors.ts";
import { ConfigurationError } from "../../errors/errors.ts";
import { createClient } from "../../http/client.ts";
import type { EndpointSettings } from "../../http/endpoint.ts";
import type { MaybePromise, Ports } from "../../ports.ts";
import { RefusedError } from "../answer/refusal.ts";
import { exchangeAtEksAuth, type NodeIdentity, type TokenExchange } from "./token-exchange.ts";

/** The source of the agent's own credentials is asked again at this age, so that a rotated file or variable is noticed. */
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

/** The service behind an agent. */
export interface Upstream {
  readonly exchange: TokenExchange;
  /** Rejects if the agent has no credentials of its own to call the service with. */
  readonly ready: () => Promise<void>;
}

/** Makes the exchange at EKS Auth with one attempt a call, or takes the user's. Throws `CONFIGURATION` if a setting is missing. */
export function createUpstream(
  options: UpstreamOptions,
  timeoutMs: number,
  ports: Ports,
  schedule: Schedule,
): Upstream {
  const { clusterName, credentials, exchange, node = () => ({}) } = options;
  if (exchange) return { exchange, ready: async () => undefined };
  if (!clusterName) throw missing("clusterName", "the EKS cluster whose tokens are exchanged");
  if (!credentials) throw missing("credentials", "the agent's own, for example fromInstanceMetadata()");
  const own = keepOwnCredentials(credentials, ports, schedule);
  const { region, endpoint, useFipsEndpoint, useDualstackEndpoint, allowTokensOverHttp } = options;
  const settings = { region, endpoint, useFipsEndpoint, useDualstackEndpoint, allowTokensOverHttp };
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

/** Keeps the agent's own credentials fresh. While they are in use, their source is asked each minute. */
function keepOwnCredentials(
  credentials: AwsCredentials | CredentialProvider,
  ports: Ports,
  schedule: Schedule,
): RefreshingProvider {
  return refresh({
    provider: toProvider(credentials, ports.now),
    ports,
    schedule,
    policy: { ...DEFAULT_REFRESH_POLICY, maxAgeMs: MAX_AGE_MS },
  });
}

/** Repeats an exchange once with newer credentials of the agent if AWS refuses those that it used. */
function withNewerCredentials(exchange: TokenExchange, own: RefreshingProvider): TokenExchange {
  const current = (): Promise<AwsCredentials> => {
    return own().catch((error: unknown) => {
      throw withoutOwnCredentials(error);
    });
  };
  return async (request) => {
    const used = await current();
    try {
      return await exchange(request);
    } catch (error) {
      if (!(error instanceof ServiceError) || error.status !== 403) throw error;
      await own.invalidate(used);
      const newer = await current();
      if (newer.accessKeyId === used.accessKeyId) throw error;
      return exchange(request);
    }
  };
}

/** Text of unknown errors is left out, because it may quote secrets. */
function withoutOwnCredentials(cause: unknown): RefusedError {
  const reason = isPodkeyError(cause) ? cause.message : "their source failed";
  const message = `the agent has no credentials of its own: ${reason}`;
  return new RefusedError({ status: 500, awsCode: "InternalServerException", message }, cause);
}
