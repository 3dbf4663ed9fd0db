/** Parses an absolute URL, or answers `undefined`: the error of `new URL` quotes its input. */
export function parseUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}
