import { parseUrl } from "../lib/url.ts";
import { type AgentAnswer, toResponse } from "./answer/responses.ts";
import type { AgentRequest } from "./answer-request.ts";

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
