import { idempotencyToken } from "../lib/random-id.ts";
import { parseUrl } from "../lib/url.ts";
import type { Ports } from "../ports.ts";
import type { Pod } from "../tokens/service-account-token.ts";
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

/** What the agent reads of a request. */
export interface AgentRequest {
  /** The path of the URL, without the query. */
  readonly path: string;
  /** The value of the `Host` header; empty without one. */
  readonly host: string;
  /** The value of the `Authorization` header, which is the token alone; empty without one. */
  readonly authorization: string;
  /** The client's IP address. Exchanges for different addresses take turns. Default: all clients share one turn. */
  readonly address?: string | undefined;
}

/** The parts of an agent that answer a request. */
export interface AnswerOptions {
  readonly ports: Pick<Ports, "monotonic" | "random">;
  readonly isAllowedHost: HostRule;
  /** The hosts that the rule allows, for its refusals. */
  readonly allowedHosts: readonly string[];
  readonly admit: Admission;
  readonly cache: IdentityCache;
  readonly emit: (event: AgentEvent) => void;
}

type AnswerFacts = Omit<Extract<AgentEvent, { type: "answer" }>, "type" | "durationMs">;

const PATH = "/v1/credentials";

/** As long as a DNS name can be. */
const MAX_HOST_LENGTH = 253;

/**
 * Makes the function that answers requests by the contract of the EKS Pod Identity Agent: one path, any method, the raw
 * token in `Authorization`, JSON for credentials and plain text for everything else. The function never rejects.
 */
export function createAnswer(options: AnswerOptions): (request: AgentRequest) => Promise<AgentAnswer> {
  const { ports, isAllowedHost, allowedHosts, admit, cache, emit } = options;
  return async ({ path, host, authorization, address }) => {
    const startedMs = ports.monotonic();
    const report = (facts: AnswerFacts): void => {
      emit({
        type: "answer",
        durationMs: ports.monotonic() - startedMs,
        ...(address && { address }),
        ...facts,
      });
    };
    if (path !== PATH) {
      report({ status: 404 });
      return plainText(404, "404 page not found");
    }
    let pod: Pod | undefined;
    const isAllowed = isAllowedHost(host);
    try {
      if (!isAllowed) throw wrongHost(host, allowedHosts);
      const admitted = await admit(authorization);
      pod = admitted.pod;
      const { body, from } = await cache.answer(admitted, address);
      report({ status: 200, from, pod });
      return credentialsAnswer(body);
    } catch (error) {
      const refusal = refusalOf(error);
      const { status, awsCode, requestId = idempotencyToken(ports.random) } = refusal;
      report({ status, awsCode, requestId, ...(pod && { pod }), ...(!isAllowed && { host }) });
      return refusalAnswer({ ...refusal, requestId });
    }
  };
}

function wrongHost(host: string, allowedHosts: readonly string[]): RefusedError {
  const seen = JSON.stringify(host.slice(0, MAX_HOST_LENGTH));
  return new RefusedError({
    status: 403,
    awsCode: "AccessDeniedException",
    message: `Access Denied. Called agent through invalid address: the Host header is ${seen}, and the agent allows ${allowedHosts.join(", ")}`,
  });
}

/** The client of a request, as far as the server knows it. */
export interface AgentClient {
  /** The client's IP address. Exchanges for different addresses take turns. Default: all clients share one turn. */
  readonly address?: string;
}

/** Converts the answering function to a fetch handler. */
export function toFetchHandler(
  answer: (request: AgentRequest) => Promise<AgentAnswer>,
): (request: Request, client?: AgentClient) => Promise<Response> {
  return async ({ url, headers }, { address } = {}) => {
    // Bun gives the path alone if the Host header makes no valid URL. No rule allows the empty host.
    const { pathname: path, host } = parseUrl(url) ?? { pathname: url, host: "" };
    const authorization = headers.get("authorization") ?? "";
    return toResponse(await answer({ path, host: headers.get("host") ?? host, authorization, address }));
  };
}
