import type { IncomingMessage, ServerResponse } from "node:http";
import { servedRequest } from "./served-request.ts";

/** What may stand in a `Host`: nothing that would begin the user, path or query of a URL. */
const HOST = /^[^\s/?#@\\]*$/;

/** The request as `fetch` knows it, or `undefined` for one that it cannot say: a bad `Host`, target or method. */
export function toRequest(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  body: Uint8Array<ArrayBuffer>,
): Request | undefined {
  const { method = "GET", url = "/", headers } = incoming;
  const { host = "localhost" } = headers;
  if (!HOST.test(host)) return undefined;
  // A target that is a whole URL goes before Host.
  const target = url.startsWith("/") ? `http://${host}${url}` : url;
  const hasBody = body.length > 0 && method !== "GET" && method !== "HEAD";
  try {
    const init = { method, headers: pairsOf(incoming), ...(hasBody && { body }) };
    const request = servedRequest(target, init, outgoing);
    // Node takes the first Host of several, and whoever stands before it may take another.
    return (request.headers.get("host") ?? "localhost") === host ? request : undefined;
  } catch {
    return undefined;
  }
}

function pairsOf({ rawHeaders }: IncomingMessage): [string, string][] {
  const pairs: [string, string][] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    pairs.push([rawHeaders[index] ?? "", rawHeaders[index + 1] ?? ""]);
  }
  return pairs;
}
