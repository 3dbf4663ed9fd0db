import { InvalidRequestError } from "../errors/errors.ts";
import { parseUrl } from "../lib/url.ts";
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

/** What HTTP admits (RFC 9110 section 5). Some runtimes send characters beyond Latin-1 as UTF-8, others refuse them. */
const NAME = /^[!#$%&'*+.^_`|~0-9a-z-]+$/;
const OUTER_SPACE = /^[\t\n\r ]+|[\t\n\r ]+$/g;
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** Headers of a request, by what a signature does with them. `host` is always signed, from the URL. */
export interface SortedHeaders {
  readonly signed: Record<string, string>;
  readonly unsigned: Record<string, string>;
}

/** Parts the headers that are to be signed from those that are only sent, and drops those of an older signature. */
export function sortHeaders(headers: HeadersInput): SortedHeaders {
  const signed: Record<string, string> = {};
  const unsigned: Record<string, string> = {};
  for (const [givenName, givenValue] of entriesOf(headers)) {
    const name = givenName.toLowerCase();
    const value = String(givenValue).replaceAll(OUTER_SPACE, "");
    if (!NAME.test(name) || !VALUE.test(value))
      throw unsignable(
        "headers",
        "hold a name or value that HTTP does not admit, as a line break or a character beyond Latin-1",
      );
    if (STALE.has(name) || name === "host") continue;
    const side = isSigned(name) ? signed : unsigned;
    const before = side[name];
    side[name] = before === undefined ? value : `${before}, ${value}`;
  }
  return { signed, unsigned };
}

/** Not by way of `Headers`, which the signer makes once anyway: it takes a tenth of the time of a signature. */
function entriesOf(headers: HeadersInput): Iterable<[string, string]> {
  return Symbol.iterator in headers ? headers : Object.entries(headers);
}

function isSigned(name: string): boolean {
  return !NEVER_SIGNED.has(name) && !name.startsWith("proxy-") && !name.startsWith("sec-");
}

/** Parses a URL into the one spelling that is sent and signed alike. Throws `INVALID_REQUEST`. */
export function signableUrl(text: string): URL {
  const url = parseUrl(text);
  if (!url) throw unsignable("url", "must be an absolute URL");
  if (url.search === "") return url;
  if (!isUtf8(url.search)) throw unsignable("url", "has a query whose percent-encoded bytes are not UTF-8");
  if ([...url.searchParams.keys()].includes("")) {
    throw unsignable(
      "url",
      "has a query parameter without a name, which AWS and its clients sign differently",
    );
  }
  return spacesAsPercent20(url);
}

/** A `+` is signed as `%20`, so it must be sent as `%20`. */
export function spacesAsPercent20(url: URL): URL {
  if (url.search.includes("+")) url.search = url.search.replaceAll("+", "%20");
  return url;
}

function isUtf8(search: string): boolean {
  try {
    decodeURIComponent(search);
    return true;
  } catch {
    return false;
  }
}

function unsignable(field: string, problem: string): InvalidRequestError {
  return new InvalidRequestError({ operation: "a signed request", field, problem });
}
