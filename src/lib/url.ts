/** Parses an absolute URL, or answers `undefined`: the error of `new URL` quotes its input. */
export function parseUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

/** Percent-encodes everything but the unreserved characters of RFC 3986, as AWS does in labels, queries and forms. */
export function percentEncode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (character) => {
    return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
  });
}

/** Joins parameters as `a=b&c=d`; those without a value are left out. */
export function encodePairs(pairs: Iterable<readonly [string, string | number | undefined]>): string {
  return [...pairs]
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${percentEncode(name)}=${percentEncode(String(value))}`)
    .join("&");
}
