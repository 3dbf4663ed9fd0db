import { ConfigurationError } from "../../errors/errors.ts";
import { createClient } from "../../http/client.ts";
import type { Schedule } from "../../lib/timer-queue.ts";
import type { Ports } from "../../ports.ts";
import type { AgentOptions } from "../options.ts";
import { keepOwnCredentials, withNewerCredentials } from "./own-credentials.ts";
import { exchangeAtEksAuth, type TokenExchange } from "./token-exchange.ts";

/** Where an agent gets credentials. */
export interface Upstream {
  readonly exchange: TokenExchange;
  /** Rejects unless exchanges can be made. */
  readonly ready: () => Promise<void>;
}

/** EKS Auth, called once an exchange; or what the user put in its place. Throws `CONFIGURATION`. */
export function createUpstream(
  options: AgentOptions,
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
