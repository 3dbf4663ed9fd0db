import type { Bytes } from "../../lib/bytes.ts";

/** A query parameter, percent-decoded. */
export type QueryParameter = readonly [name: string, value: string];

/** A request with its body read. */
export interface IncomingRequest {
  readonly method: string;
  /** The path as sent, percent-encoded. */
  readonly path: string;
  /** The query as sent, percent-encoded, without the question mark. */
  readonly search: string;
  /** The parameters of `search`. A parameter without `=` has the value `""`. */
  readonly query: readonly QueryParameter[];
  /** The `Host` header; the host of the URL if there is none. */
  readonly host: string;
  readonly headers: Headers;
  readonly body: Bytes;
  /** The body decoded as UTF-8. */
  readonly text: string;
}

/** Reads a request with its whole body. */
export async function readIncomingRequest(request: Request): Promise<IncomingRequest> {
  const url = new URL(request.url);
  const body = new Uint8Array(await request.arrayBuffer());
  const search = url.search.slice(1);
  return {
    method: request.method,
    path: url.pathname,
    search,
    query: parseQuery(search),
    host: request.headers.get("host") ?? url.host,
    headers: request.headers,
    body,
    text: new TextDecoder().decode(body),
  };
}

// A `+` stays a plus sign, because SigV4 encodes a space as `%20` only.
function parseQuery(search: string): QueryParameter[] {
  if (search === "") return [];
  return search.split("&").map((part) => {
    const equals = part.indexOf("=");
    if (equals < 0) return [percentDecode(part), ""];
    return [percentDecode(part.slice(0, equals)), percentDecode(part.slice(equals + 1))];
  });
}

/** Percent-decodes a text. Returns malformed text unchanged. */
export function percentDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Returns the first value of a query parameter. */
export function queryValue(query: readonly QueryParameter[], name: string): string | undefined {
  return query.find(([key]) => key === name)?.[1];
}
