import type { IncomingMessage, ServerResponse } from "node:http";

type ServedRequestClass = new (url: string, init: RequestInit, outgoing: ServerResponse) => Request;

/** Characters that a `Host` may hold: none that would begin the user, path or query of a URL. */
const HOST = /^[^\s/?#@\\]*$/;

let servedRequestClass: ServedRequestClass | undefined;

/** Makes a `Request` of Node's request. Returns `undefined` if its `Host`, target or method cannot be part of one. */
export function toRequest(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  body: Uint8Array<ArrayBuffer>,
): Request | undefined {
  const { method = "GET", url = "/", headers } = incoming;
  const { host = "localhost" } = headers;
  if (!HOST.test(host)) return undefined;
  // A target that is a whole URL takes precedence over Host (RFC 9112, section 3.2.2).
  const target = url.startsWith("/") ? `http://${host}${url}` : url;
  const hasBody = body.length > 0 && method !== "GET" && method !== "HEAD";
  // Not at the top of the file: importing it must do nothing on a runtime without Node's modules.
  servedRequestClass ??= defineServedRequest();
  try {
    const init = { method, headers: pairsOf(incoming), ...(hasBody && { body }) };
    const request = new servedRequestClass(target, init, outgoing);
    // Node uses the first of several Host headers; a proxy in front of it may use another.
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

/**
 * Defines a `Request` whose signal aborts when the client disconnects before its response. The signal is made at its first
 * use: few handlers use it, and passing one to `Request` costs more than the rest of the request. So would a property
 * defined on each request, which is why this is a class.
 */
function defineServedRequest(): ServedRequestClass {
  return class extends Request {
    readonly #outgoing: ServerResponse;
    #signal: AbortSignal | undefined;

    constructor(url: string, init: RequestInit, outgoing: ServerResponse) {
      super(url, init);
      this.#outgoing = outgoing;
    }

    override get signal(): AbortSignal {
      this.#signal ??= signalOf(this.#outgoing);
      return this.#signal;
    }
  };
}

function signalOf(outgoing: ServerResponse): AbortSignal {
  const controller = new AbortController();
  const end = (): void => {
    if (!outgoing.writableFinished) controller.abort();
  };
  if (outgoing.destroyed) end();
  else outgoing.once("close", end);
  return controller.signal;
}
