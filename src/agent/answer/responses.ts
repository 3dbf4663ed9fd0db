import type { Refusal } from "./refusal.ts";

/** A response of the agent that any server can send. */
export interface AgentAnswer {
  /** The HTTP status. */
  readonly status: number;
  /** Header names in lower case, with their values. */
  readonly headers: Readonly<Record<string, string>>;
  /** The text of the body. */
  readonly body: string;
}

const JSON_HEADERS = { "content-type": "application/json", "cache-control": "no-store" };
const TEXT_HEADERS = { "content-type": "text/plain; charset=utf-8", "x-content-type-options": "nosniff" };

/** Makes the response for credentials. `body` is JSON in the form of a container credentials endpoint. */
export function credentialsAnswer(body: string): AgentAnswer {
  return { status: 200, headers: JSON_HEADERS, body };
}

/** Makes the response for an error in the form of the EKS Pod Identity Agent: `[request-id]: (Code): message, fault: client`. */
export function refusalAnswer(refusal: Refusal & { readonly requestId: string }): AgentAnswer {
  const { status, awsCode, message, requestId, retryAfterMs } = refusal;
  const fault = status < 500 ? "client" : "server";
  const retryAfter = retryAfterMs !== undefined && String(Math.max(1, Math.ceil(retryAfterMs / 1000)));
  return plainText(status, `[${requestId}]: (${awsCode}): ${message}, fault: ${fault}`, {
    ...(retryAfter && { "retry-after": retryAfter }),
  });
}

/** Makes a response of one line of plain text. Line breaks in `line`, for example of an upstream's message, become spaces. */
export function plainText(status: number, line: string, headers: Record<string, string> = {}): AgentAnswer {
  const body = `${line.replaceAll(/[\r\n]+/g, " ")}\n`;
  return { status, headers: { ...TEXT_HEADERS, ...headers }, body };
}

/** Converts an answer to a `Response` of the Fetch standard. */
export function toResponse({ status, headers, body }: AgentAnswer): Response {
  return new Response(body, { status, headers });
}
