/**
 * The EKS Pod Identity Agent as a fetch handler: AWS credentials for any SDK of a pod, by its service-account token.
 *
 * @module
 */
export type { EndpointSettings } from "../http/endpoint.ts";
export type { AgentEvent, EvictionReason } from "./agent-event.ts";
export { type AgentMetrics, createAgentMetrics } from "./agent-metrics.ts";
export type { AgentOptions } from "./agent-options.ts";
export type { AgentRequest } from "./answer-request.ts";
export type { AgentAnswer } from "./answers.ts";
export { type Agent, type AgentState, createAgent } from "./create-agent.ts";
export type { AgentClient } from "./fetch-agent.ts";
export { AGENT_HOSTS } from "./host-rule.ts";
export { OPEN_METRICS_TYPE } from "./open-metrics.ts";
export type { Pod } from "./pod.ts";
export {
  createProbes,
  type ProbedListener,
  type ProbeFailure,
  type Probes,
  type ProbesOptions,
} from "./probes.ts";
export type { NodeIdentity, TokenExchange } from "./token-exchange.ts";
export { createTokenVerifier, type TokenVerifier, type TokenVerifierOptions } from "./token-verifier.ts";
