import type { IncomingMessage, ServerResponse } from "node:http";

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

type ServedRequestClass = new (url: string, init: RequestInit, outgoing: ServerResponse) => Request;

let known: ServedRequestClass | undefined;

/** A request whose signal aborts when the client goes away before it is answered. */
export function servedRequest(url: string, init: RequestInit, outgoing: ServerResponse): Request {
  // Not at the top: on a runtime without Node's modules this file must import in silence.
  known ??= defineServedRequest();
  return new known(url, init, outgoing);
}

/**
 * The signal is made when it is asked for: most handlers never do, and one that is given to `Request` costs more than the rest
 * of the request; as would a property of each request in place of a class.
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
