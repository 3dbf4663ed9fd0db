import type { Bytes } from "./platform.ts";

/** A query parameter, percent-decoded. */
export type QueryParameter = readonly [name: string, value: string];

/** A request as it came over the wire, its body read. */
export interface IncomingRequest {
  readonly method: string;
  /** Still percent-encoded. */
  readonly path: string;
  /** Still percent-encoded, without the question mark. */
  readonly search: string;
  readonly query: readonly QueryParameter[];
  readonly host: string;
  readonly headers: Headers;
  readonly body: Bytes;
  readonly text: string;
}

/** Reads a request to its end. */
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

/** Splits a query string. A `+` stays a plus sign: SigV4 knows `%20` only. */
function parseQuery(search: string): QueryParameter[] {
  if (search === "") return [];
  return search.split("&").map((part) => {
    const equals = part.indexOf("=");
    if (equals < 0) return [percentDecode(part), ""];
    return [percentDecode(part.slice(0, equals)), percentDecode(part.slice(equals + 1))];
  });
}

/** Percent-decodes a text, and leaves one that is malformed as it is. */
export function percentDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The first value of a query parameter. */
export function queryValue(query: readonly QueryParameter[], name: string): string | undefined {
  return query.find(([key]) => key === name)?.[1];
}
