import type { Refusal } from "./refusal.ts";

/** An answer, ready to be sent by any server. */
export interface AgentAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const JSON_HEADERS = { "content-type": "application/json", "cache-control": "no-store" };
const TEXT_HEADERS = { "content-type": "text/plain; charset=utf-8", "x-content-type-options": "nosniff" };

/** Credentials, in the words of the container credentials endpoint. */
export function credentialsAnswer(body: string): AgentAnswer {
  return { status: 200, headers: JSON_HEADERS, body };
}

/** An error as the Pod Identity Agent writes it: `[request-id]: (Code): message, fault: client`. */
export function refusalAnswer(refusal: Refusal & { readonly requestId: string }): AgentAnswer {
  const { status, awsCode, message, requestId, retryAfterMs } = refusal;
  const fault = status < 500 ? "client" : "server";
  const retryAfter = retryAfterMs !== undefined && String(Math.max(1, Math.ceil(retryAfterMs / 1000)));
  return plainText(status, `[${requestId}]: (${awsCode}): ${message}, fault: ${fault}`, {
    ...(retryAfter && { "retry-after": retryAfter }),
  });
}

/** A line of plain text: one, whatever the upstream wrote. */
export function plainText(status: number, line: string, headers: Record<string, string> = {}): AgentAnswer {
  const body = `${line.replaceAll(/[\r\n]+/g, " ")}\n`;
  return { status, headers: { ...TEXT_HEADERS, ...headers }, body };
}

/** The answer as `fetch` knows it. */
export function toResponse({ status, headers, body }: AgentAnswer): Response {
  return new Response(body, { status, headers });
}
