import { type CallContext, NetworkError } from "../errors/call-errors.ts";

const MAX_CAUSES = 10;

/** Faults of the set-up rather than of the moment: certificates, TLS settings, malformed requests. */
const PERMANENT = /CERT|SELF_SIGNED|UNABLE_TO_|TLS|SSL|ERR_INVALID/;

/**
 * Makes a `NetworkError` of whatever `fetch` rejected with. Runtimes name the failure by a `code` somewhere down the
 * causes (`ECONNREFUSED`, undici's `UND_ERR_SOCKET`, Bun's `ConnectionRefused`) or, as browsers and Deno, not at all;
 * all but the permanent ones may be retried.
 */
export function toNetworkError(
  cause: unknown,
  context: CallContext & { host: string; hint?: string | undefined },
): NetworkError {
  const networkCode = findCode(cause);
  const retryable = !networkCode || !PERMANENT.test(networkCode);
  return new NetworkError({ ...context, networkCode, retryable, cause });
}

function findCode(error: unknown): string | undefined {
  let current = error;
  for (let depth = 0; depth < MAX_CAUSES && typeof current === "object" && current !== null; depth += 1) {
    if ("code" in current && typeof current.code === "string") return current.code;
    current = "cause" in current ? current.cause : undefined;
  }
  return undefined;
}
