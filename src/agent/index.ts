/**
 * The EKS Pod Identity Agent as a fetch handler: gives pods AWS credentials for their service-account tokens, to any AWS SDK.
 *
 * @module
 */
export type { EndpointSettings } from "../http/endpoint.ts";
export type { Pod } from "../tokens/service-account-token.ts";
export type { AgentEvent, AgentState, EvictionReason } from "./answer/events.ts";
export type { AgentAnswer } from "./answer/responses.ts";
export type { AgentClient, AgentRequest } from "./answer-request.ts";
export { type Agent, createAgent } from "./create-agent.ts";
export { AGENT_HOSTS } from "./host-rule.ts";
export { type AgentMetrics, createAgentMetrics } from "./metrics/agent-metrics.ts";
export { OPEN_METRICS_TYPE } from "./metrics/open-metrics.ts";
export {
  createProbes,
  type ProbedListener,
  type ProbeFailure,
  type Probes,
  type ProbesOptions,
} from "./metrics/probes.ts";
export type { AgentOptions } from "./options.ts";
export type { SigningKeysSource } from "./tokens/signing-keys-source.ts";
export {
  createTokenVerifier,
  type TokenVerifier,
  type TokenVerifierOptions,
  type VerifiedToken,
} from "./tokens/token-verifier.ts";
export type { UpstreamOptions } from "./upstream/eks-auth.ts";
export type { NodeIdentity, TokenExchange } from "./upstream/token-exchange.ts";
