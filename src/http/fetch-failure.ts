import { type CallContext, InvalidResponseError, NetworkError } from "../errors/call-errors.ts";
import { deniedPermission } from "../errors/denied-permission.ts";
import type { PodkeyError } from "../errors/errors.ts";
import type { FetchedResponse } from "../lib/fetch.ts";
import { parseUrl } from "../lib/url.ts";

/** Where a request went. */
export interface FailedRequest extends CallContext {
  readonly url: string;
  /** What to check, for the message. */
  readonly hint?: string | undefined;
}

const MAX_CAUSES = 10;

/** Codes of faults in the setup, which a retry does not cure: certificates, TLS settings, malformed requests. */
const PERMANENT = /CERT|SELF_SIGNED|UNABLE_TO_|TLS|SSL|ERR_INVALID/;

/**
 * Turns what `fetch` rejected with into a `NetworkError`, or into a `ConfigurationError` if Deno lacks the permission to
 * connect. Node and Bun name the failure in a `code` among the causes, e.g. `ECONNREFUSED`, `UND_ERR_SOCKET` or
 * `ConnectionRefused`; browsers and Deno do not name it.
 */
export function toFetchError(cause: unknown, { url, ...facts }: FailedRequest): PodkeyError {
  const { host, hostname, port, protocol } = new URL(url);
  const deniedPort = port || (protocol === "http:" ? "80" : "443");
  const denied = deniedPermission(cause, `--allow-net=${hostname}:${deniedPort}`);
  if (denied) return denied;
  const networkCode = findCode(cause);
  const retryable = !networkCode || !PERMANENT.test(networkCode);
  const hint = facts.hint ?? (retryable ? adviceOnName(networkCode) : "is a proxy between?");
  return new NetworkError({ ...facts, host, networkCode, retryable, cause, hint });
}

/** A region that does not exist has no name in DNS. */
function adviceOnName(networkCode: string | undefined): string | undefined {
  return networkCode === "ENOTFOUND" ? "check the region and the host" : undefined;
}

/** Throws `INVALID_RESPONSE` for a redirect. */
export async function refuseRedirect(response: FetchedResponse, context: CallContext): Promise<void> {
  const { status, type, headers, body } = response;
  if (type !== "opaqueredirect" && (status < 300 || status >= 400)) return;
  await body?.cancel();
  const target = parseUrl(headers.get("location") ?? "");
  const seen = `${status}${target ? ` to ${target.host}` : ""}; is a proxy between?`;
  throw new InvalidResponseError({ ...context, path: "the status", expected: "no redirect", seen, status });
}

function findCode(error: unknown, depth = 0): string | undefined {
  const { code, cause } = Object(error) as { readonly code?: unknown; readonly cause?: unknown };
  if (typeof code === "string") return code;
  return depth < MAX_CAUSES ? findCode(cause, depth + 1) : undefined;
}
