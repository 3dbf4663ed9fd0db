/** Parses an absolute URL. Returns `undefined` for other text, because the error of `new URL` quotes its input. */
export function parseUrl(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}

/** IPv4 loopback has many spellings, for example `127.1`. `URL` parses all of them to these. */
const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/** Whether the host of a parsed URL is this machine. */
export function isLoopback({ hostname }: URL): boolean {
  return LOOPBACK.test(hostname);
}

/** Percent-encodes all but the unreserved characters of RFC 3986, as AWS expects in path labels, queries and forms. */
export function percentEncode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (character) => {
    return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
  });
}

/** Joins parameters as `a=b&c=d`. Leaves out parameters without a value. */
export function encodePairs(pairs: Iterable<readonly [string, string | number | undefined]>): string {
  return [...pairs]
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${percentEncode(name)}=${percentEncode(String(value))}`)
    .join("&");
}
