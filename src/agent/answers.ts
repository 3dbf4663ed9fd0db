import type { Refusal } from "./refusal.ts";

const NOT_SNIFFED = { "x-content-type-options": "nosniff" };
const JSON_HEADERS = { "content-type": "application/json", "cache-control": "no-store" };

/** Credentials, in the words of the container credentials endpoint. */
export function credentialsAnswer(body: string): Response {
  return new Response(body, { headers: JSON_HEADERS });
}

/** An error as the Pod Identity Agent writes it: `[request-id]: (Code): message, fault: client`. */
export function refusalAnswer(refusal: Refusal & { readonly requestId: string }): Response {
  const { status, awsCode, message, requestId, retryAfterMs } = refusal;
  const fault = status < 500 ? "client" : "server";
  const retryAfter = retryAfterMs !== undefined && String(Math.max(1, Math.ceil(retryAfterMs / 1000)));
  return plainText(status, `[${requestId}]: (${awsCode}): ${message}, fault: ${fault}`, {
    ...(retryAfter && { "retry-after": retryAfter }),
  });
}

/** A line of plain text. */
export function plainText(status: number, line: string, headers: Record<string, string> = {}): Response {
  const all = { "content-type": "text/plain; charset=utf-8", ...NOT_SNIFFED, ...headers };
  return new Response(`${line}\n`, { status, headers: all });
}
