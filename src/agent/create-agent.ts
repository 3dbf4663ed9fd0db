import { Schedule } from "../credentials/refresh/schedule.ts";
import { POD_IDENTITY_AUDIENCE } from "../eks-auth/assume-role-for-pod-identity.ts";
import { guardListener } from "../lib/listener.ts";
import { type Ports, resolvePorts } from "../ports.ts";
import type { AgentEvent, AgentState } from "./answer/events.ts";
import type { AgentAnswer } from "./answer/responses.ts";
import { type AgentClient, type AgentRequest, createAnswer, toFetchHandler } from "./answer-request.ts";
import { AGENT_HOSTS, createHostRule } from "./host-rule.ts";
import { IdentityCache } from "./identities/identity-cache.ts";
import { type AgentLimits, type AgentOptions, agentLimits, agentPolicy } from "./options.ts";
import { type Admission, createAdmission } from "./tokens/admission.ts";
import { createUpstream } from "./upstream/eks-auth.ts";
import { limitExchange } from "./upstream/limited-exchange.ts";
import { RateLimiter } from "./upstream/rate-limiter.ts";

/** A Pod Identity Agent, made by `createAgent`. */
export interface Agent {
  /** Answers a request as the EKS Pod Identity Agent does: a fetch handler. Never rejects. */
  readonly fetch: (request: Request, client?: AgentClient) => Promise<Response>;
  /** Does the same as `fetch` without `Request` and `Response`, for servers that are faster without them. */
  readonly answer: (request: AgentRequest) => Promise<AgentAnswer>;
  /** Gets the agent's own credentials, and rejects with the reason if it cannot. */
  readonly ready: () => Promise<void>;
  /** Returns what the agent holds at the moment. */
  readonly state: () => AgentState;
  /** Stops the renewals ahead of time. Exchanges under way go on, and requests are still answered. */
  readonly close: () => Promise<void>;
  /** Does the same as `close`. */
  readonly [Symbol.asyncDispose]: () => Promise<void>;
}

/**
 * Makes an agent that gives pods credentials for their service-account tokens, as a fetch handler for any server. AWS SDKs
 * use it like the EKS Pod Identity Agent. It exchanges tokens at EKS Auth (AssumeRoleForPodIdentity), caches credentials and
 * renews them on demand; concurrent requests with one token cost one exchange. Throws `CONFIGURATION` if a setting is missing
 * or out of range.
 *
 * @example
 * const agent = createAgent({ clusterName: "demo", region: "us-west-2", credentials: fromInstanceMetadata() });
 * await serveAgent(agent, { hostname: "169.254.170.23", port: 80 });
 */
export function createAgent(options: AgentOptions): Agent {
  const limits = agentLimits(options);
  const ports = resolvePorts(options.ports);
  const schedule = new Schedule(ports);
  const emit = guardListener(options.onEvent);
  const { maxServiceQps: ratePerSecond, maxServiceBurst: burst, maxWaitMs } = limits;
  const limiter = new RateLimiter({ ports, ratePerSecond, burst, maxWaitMs });
  const upstream = createUpstream(options, limits.timeoutMs, ports, schedule);
  const { maxCacheSize, maxCredentialRetentionMs, answerWithinMs } = limits;
  const cache = new IdentityCache({
    exchange: limitExchange(upstream.exchange, limiter, ports),
    ports,
    schedule,
    policy: agentPolicy(maxCredentialRetentionMs),
    answerWithinMs,
    maxSize: maxCredentialRetentionMs === 0 ? 0 : maxCacheSize,
    emit,
  });
  const { strictHost = true, allowedHosts = AGENT_HOSTS } = options;
  const isAllowedHost = strictHost ? createHostRule(allowedHosts) : () => true;
  const admit = admissionOf(options, limits, ports, emit);
  const answer = createAnswer({ ports, isAllowedHost, allowedHosts, admit, cache, emit });
  const close = async (): Promise<void> => {
    cache.stop();
    schedule.clear();
  };
  return {
    fetch: toFetchHandler(answer),
    answer,
    ready: upstream.ready,
    state: () => ({ kept: cache.size, waiting: limiter.waiting, firstExpiryMs: cache.firstExpiryMs }),
    close,
    [Symbol.asyncDispose]: close,
  };
}

function admissionOf(
  { audience = POD_IDENTITY_AUDIENCE, verify, exchange }: AgentOptions,
  { maxCacheSize, maxTokenBytes }: AgentLimits,
  ports: Ports,
  emit: (event: AgentEvent) => void,
): Admission {
  return createAdmission({
    ports,
    audience,
    maxTokenBytes,
    memory: Math.max(1, maxCacheSize),
    verify,
    // EKS Auth verifies each token itself; an exchange of the user may not.
    mayGoUnverified: exchange === undefined,
    onVerified: (outcome) => emit({ type: "verify", outcome }),
  });
}
