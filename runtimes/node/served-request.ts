import type { ServerResponse } from "node:http";

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
