import { InvalidRequestError } from "../errors/errors.ts";
import { isHeaderName, isHeaderValue } from "../lib/header-value.ts";
import { parseUrl } from "../lib/url.ts";
import type { HeadersInput } from "../ports.ts";

/**
 * Headers that runtimes, proxies and load balancers add, drop or rewrite: a signature that covers them breaks on the way.
 * This is the list of the AWS SDK for JavaScript, plus the headers that `fetch` itself controls.
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
  "referer",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "user-agent",
  "x-amzn-trace-id",
]);

/**
 * Headers of an earlier signature. They are dropped, because they would contradict the new one: AWS reads the time from
 * `x-amz-date`, and only if that is absent from `date`.
 */
const STALE = new Set(["authorization", "date", "x-amz-date", "x-amz-security-token"]);

const NAMELESS_PARAMETER = /[?&]=/;
const OUTER_SPACE = /^[\t\n\r ]+|[\t\n\r ]+$/g;

/** The headers of a request, by lower-case name. `host` is in neither: it is always signed, from the URL. */
export interface SortedHeaders {
  /** Signed and sent. */
  readonly signed: Record<string, string>;
  /** Sent, but not signed. */
  readonly unsigned: Record<string, string>;
}

/**
 * Separates the headers to be signed from those that are only sent, and drops those of an earlier signature. Throws
 * `INVALID_REQUEST` for a name or value that HTTP does not allow.
 */
export function sortHeaders(headers: HeadersInput): SortedHeaders {
  const signed: Record<string, string> = {};
  const unsigned: Record<string, string> = {};
  for (const [givenName, givenValue] of entriesOf(headers)) {
    const name = givenName.toLowerCase();
    const value = String(givenValue).replaceAll(OUTER_SPACE, "");
    if (!isHeaderName(name) || !isHeaderValue(value)) throw unsendableHeaders();
    if (STALE.has(name) || name === "host") continue;
    const side = isSigned(name) ? signed : unsigned;
    const before = side[name];
    side[name] = before === undefined ? value : `${before}, ${value}`;
  }
  return { signed, unsigned };
}

/**
 * Parses a URL and normalises its query, so that the URL is sent as it is signed. Throws `INVALID_REQUEST` if the URL is
 * not absolute, or if AWS would read its query differently.
 */
export function signableUrl(text: string): URL {
  const url = parseUrl(text);
  if (!url) throw unsignable("url", "must be an absolute URL");
  if (url.search === "") return url;
  if (!isUtf8(url.search)) throw unsignable("url", "has a query whose percent-encoded bytes are not UTF-8");
  if (NAMELESS_PARAMETER.test(url.search)) {
    throw unsignable(
      "url",
      "has a query parameter without a name, which AWS and its clients sign differently",
    );
  }
  return spacesAsPercent20(url);
}

/** Writes each space of the query as `%20`, because SigV4 signs a `+` as `%20`. */
export function spacesAsPercent20(url: URL): URL {
  if (url.search.includes("+")) url.search = url.search.replaceAll("+", "%20");
  return url;
}

/** `new Headers` would do the same, but costs a tenth of a signature. */
function entriesOf(headers: HeadersInput): Iterable<[string, string]> {
  return Symbol.iterator in headers ? headers : Object.entries(headers);
}

function isSigned(name: string): boolean {
  return !NEVER_SIGNED.has(name) && !name.startsWith("proxy-") && !name.startsWith("sec-");
}

function isUtf8(search: string): boolean {
  try {
    decodeURIComponent(search);
    return true;
  } catch {
    return false;
  }
}

/** Makes the error for headers that cannot be sent. Does not quote them, because they may hold a secret. */
export function unsendableHeaders(): InvalidRequestError {
  return unsignable(
    "headers",
    "hold a name or value that HTTP does not allow, for example a line break or a character beyond Latin-1",
  );
}

function unsignable(field: string, problem: string): InvalidRequestError {
  return new InvalidRequestError({ operation: "a signed request", field, problem });
}
