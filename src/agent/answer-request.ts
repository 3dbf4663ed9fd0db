import { idempotencyToken } from "../lib/idempotency-token.ts";
import { parseUrl } from "../lib/url.ts";
import type { Ports } from "../ports.ts";
import type { Pod } from "../tokens/pod.ts";
import type { AgentEvent } from "./answer/events.ts";
import { RefusedError, refusalOf } from "./answer/refusal.ts";
import {
  type AgentAnswer,
  credentialsAnswer,
  plainText,
  refusalAnswer,
  toResponse,
} from "./answer/responses.ts";
import type { HostRule } from "./host-rule.ts";
import type { IdentityCache } from "./identities/identity-cache.ts";
import type { Admission } from "./tokens/admission.ts";

/** What an agent reads of a request: any server can say it. */
export interface AgentRequest {
  /** Without the query. */
  readonly path: string;
  /** As the header has it; empty without one. */
  readonly host: string;
  /** As the header has it: the token alone. Empty without one. */
  readonly authorization: string;
  /** The client's IP address: exchanges for different addresses take turns. */
  readonly address?: string | undefined;
}

/** What answering a request takes. */
export interface AnswerOptions {
  readonly ports: Pick<Ports, "now" | "random">;
  readonly isAllowedHost: HostRule;
  readonly admit: Admission;
  readonly cache: IdentityCache;
  readonly emit: (event: AgentEvent) => void;
}

type AnswerFacts = Omit<Extract<AgentEvent, { type: "answer" }>, "type" | "durationMs">;

const PATH = "/v1/credentials";

/**
 * Makes the function that answers requests by the agent's contract: one path, any method, the raw token in
 * `Authorization`, JSON for credentials and plain text for everything else. It never rejects.
 */
export function createAnswer(options: AnswerOptions): (request: AgentRequest) => Promise<AgentAnswer> {
  const { ports, isAllowedHost, admit, cache, emit } = options;
  return async ({ path, host, authorization, address }) => {
    const startedMs = ports.now();
    const report = (facts: AnswerFacts): void => {
      emit({ type: "answer", durationMs: ports.now() - startedMs, ...(address && { address }), ...facts });
    };
    if (path !== PATH) {
      report({ status: 404 });
      return plainText(404, "404 page not found");
    }
    let pod: Pod | undefined;
    try {
      if (!isAllowedHost(host)) throw wrongHost();
      const admitted = await admit(authorization);
      pod = admitted.pod;
      const { body, from } = await cache.answer(admitted, address);
      report({ status: 200, from, pod });
      return credentialsAnswer(body);
    } catch (error) {
      const refusal = refusalOf(error);
      const { status, awsCode, requestId = idempotencyToken(ports.random) } = refusal;
      report({ status, awsCode, requestId, ...(pod && { pod }) });
      return refusalAnswer({ ...refusal, requestId });
    }
  };
}

function wrongHost(): RefusedError {
  return new RefusedError({
    status: 403,
    awsCode: "AccessDeniedException",
    message:
      "Access Denied. Called agent through invalid address: the Host header must be one that it answers to",
  });
}

/** Who sent a request, as far as the server knows. */
export interface AgentClient {
  /** The client's IP address: exchanges for different addresses take turns. */
  readonly address?: string;
}

/** Makes a fetch handler of an agent's answers. */
export function toFetchHandler(
  answer: (request: AgentRequest) => Promise<AgentAnswer>,
): (request: Request, client?: AgentClient) => Promise<Response> {
  return async ({ url, headers }, { address } = {}) => {
    // Bun gives the path alone where Host makes no URL; such a host is nobody's.
    const { pathname: path, host } = parseUrl(url) ?? { pathname: url, host: "" };
    const authorization = headers.get("authorization") ?? "";
    return toResponse(await answer({ path, host: headers.get("host") ?? host, authorization, address }));
  };
}
