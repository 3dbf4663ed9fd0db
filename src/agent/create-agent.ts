import { POD_IDENTITY_AUDIENCE } from "../eks-auth/eks-auth.ts";
import { guardListener } from "../lib/listener.ts";
import { Schedule } from "../lib/timer-queue.ts";
import { type Ports, resolvePorts } from "../ports.ts";
import type { AgentEvent, AgentState } from "./answer/events.ts";
import type { AgentAnswer } from "./answer/responses.ts";
import { type AgentClient, type AgentRequest, createAnswer, toFetchHandler } from "./answer-request.ts";
import { AGENT_HOSTS, createHostRule, type HostRule } from "./host-rule.ts";
import { IdentityCache } from "./identities/identity-cache.ts";
import { type AgentLimits, type AgentOptions, agentLimits, agentPolicy } from "./options.ts";
import { type Admission, createAdmission } from "./tokens/admission.ts";
import { createUpstream } from "./upstream/eks-auth.ts";
import { limitExchange } from "./upstream/limited-exchange.ts";
import { Limiter } from "./upstream/rate-limiter.ts";

/** A Pod Identity Agent. */
export interface Agent {
  /** Answers a request as the EKS Pod Identity Agent does. Never rejects. */
  readonly fetch: (request: Request, client?: AgentClient) => Promise<Response>;
  /** The same without `Request` and `Response`, for a server that is faster without them. */
  readonly answer: (request: AgentRequest) => Promise<AgentAnswer>;
  /** Waits until the agent has credentials of its own. Rejects with the reason that it has none. */
  readonly ready: () => Promise<void>;
  readonly state: () => AgentState;
  /** Ends the renewals ahead of time. What is under way goes on. */
  readonly close: () => Promise<void>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
}

/**
 * Makes an agent that gives pods credentials for their service-account tokens (EKS Auth AssumeRoleForPodIdentity), as a
 * fetch handler for any server: any AWS SDK takes it for the EKS Pod Identity Agent. Credentials are kept and renewed on
 * demand; each token is exchanged once however many ask. Throws `CONFIGURATION` for settings that are missing or out of range.
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
  const limiter = new Limiter({ ports, ratePerSecond, burst, maxWaitMs });
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
  const isAllowedHost = hostRuleOf(options);
  const admit = admissionOf(options, limits, ports, emit);
  const answer = createAnswer({ ports, isAllowedHost, admit, cache, emit });
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

function hostRuleOf({ strictHost = true, allowedHosts = AGENT_HOSTS }: AgentOptions): HostRule {
  return strictHost ? createHostRule(allowedHosts) : () => true;
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
    // EKS Auth proves each token itself.
    mayGoUnproven: exchange === undefined,
    onVerified: (outcome) => emit({ type: "verify", outcome }),
  });
}
