import { InvalidRequestError } from "../errors/errors.ts";
import { parseUrl } from "../lib/url.ts";

/** Parses a URL into the one spelling that is sent and signed alike. Throws `INVALID_REQUEST`. */
export function signableUrl(text: string): URL {
  const url = parseUrl(text);
  if (!url) throw unsignable("must be an absolute URL");
  if (url.search === "") return url;
  if (!isUtf8(url.search)) throw unsignable("has a query whose percent-encoded bytes are not UTF-8");
  if ([...url.searchParams.keys()].includes("")) {
    throw unsignable("has a query parameter without a name, which AWS and its clients sign differently");
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

function unsignable(problem: string): InvalidRequestError {
  return new InvalidRequestError({ operation: "a signed request", field: "url", problem });
}
