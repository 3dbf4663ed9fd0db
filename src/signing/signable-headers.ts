import { InvalidRequestError } from "../models/errors.ts";
import type { HeadersInput } from "../ports.ts";

/**
 * Headers that runtimes, proxies and load balancers add, drop or rewrite: a signature over them breaks on the way.
 * The list of the AWS SDK for JavaScript, with the four that `fetch` itself controls.
 */
const NEVER_SIGNED = new Set([
  "accept-encoding",
  "authorization",
  "cache-control",
  "connection",
  "content-length",
  "expect",
  "from",
  "host",
  "keep-alive",
  "max-forwards",
  "pragma",
  "range",
  "referer",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "user-agent",
  "x-amzn-trace-id",
]);

/** Left by an earlier signature; sent along they would contradict the new one. */
const STALE = new Set(["authorization", "date", "x-amz-date", "x-amz-security-token"]);

/** Some runtimes take such characters and send them as UTF-8, others refuse them. */
const BEYOND_LATIN_1 = /[\u0100-\uffff]/;

/** Headers of a request, by what a signature does with them. `host` is always signed, from the URL. */
export interface SortedHeaders {
  readonly signed: Record<string, string>;
  readonly unsigned: Record<string, string>;
}

/** Parts the headers that are to be signed from those that are only sent, and drops those of an older signature. */
export function sortHeaders(headers: HeadersInput): SortedHeaders {
  const signed: Record<string, string> = {};
  const unsigned: Record<string, string> = {};
  for (const [name, value] of parseHeaders(headers)) {
    if (BEYOND_LATIN_1.test(value)) throw unsendable();
    if (STALE.has(name) || name === "host") continue;
    if (isSigned(name)) signed[name] = value;
    else unsigned[name] = value;
  }
  return { signed, unsigned };
}

function parseHeaders(headers: HeadersInput): Headers {
  try {
    return new Headers(headers);
  } catch {
    // Without its cause, which quotes the header.
    throw unsendable();
  }
}

function unsendable(): InvalidRequestError {
  return new InvalidRequestError({
    operation: "a signed request",
    field: "headers",
    problem: "hold a name or value that HTTP does not admit, as a line break or a character beyond Latin-1",
  });
}

function isSigned(name: string): boolean {
  return !NEVER_SIGNED.has(name) && !name.startsWith("proxy-") && !name.startsWith("sec-");
}
