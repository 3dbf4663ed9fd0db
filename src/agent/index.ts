/**
 * The EKS Pod Identity Agent as a fetch handler: AWS credentials for any SDK of a pod, by its service-account token.
 *
 * @module
 */
export type { EndpointSettings } from "../http/endpoint.ts";
export type { AgentEvent, EvictionReason } from "./agent-event.ts";
export type { AgentOptions } from "./agent-options.ts";
export { type Agent, type AgentClient, type AgentState, createAgent } from "./create-agent.ts";
export { AGENT_HOSTS } from "./host-rule.ts";
export type { Pod } from "./pod.ts";
export type { NodeIdentity, TokenExchange } from "./token-exchange.ts";
export { createTokenVerifier, type TokenVerifier, type TokenVerifierOptions } from "./token-verifier.ts";
