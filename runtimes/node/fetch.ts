import type { Fetch } from "../../src/lib/fetch.ts";
import { fetchWith, sendOverHttp } from "../shared/send-over-http.ts";

/** Where undici, the library behind Node's `fetch`, looks for the dispatcher of its requests. The version decides which it reads. */
const DISPATCHERS = ["undici.globalDispatcher.1", "undici.globalDispatcher.2"];

/** A part of the source code of Node's `fetch`. Nothing else tells it from a function that replaced it. */
const SOURCE_OF_FETCH = "internal/deps/undici/undici";

/** The name that CloudTrail shows, as for requests by `fetch`, and a refusal of compressed bodies, which nothing here decodes. */
const HEADERS = { "user-agent": "node", "accept-encoding": "identity" };

/**
 * Makes the port `fetch` of Node. podkey's own requests go through `node:http` and `node:https`, which load and answer in less
 * time than `fetch`. They go through `fetch` if the program has replaced or configured it: a test with a stub, a framework
 * with a wrapper, a proxy by `NODE_USE_ENV_PROXY`, a dispatcher of undici.
 */
export function nodeFetch(): Fetch {
  const sendDirect = sendOverHttp("podkey/node");
  return fetchWith({
    sendDirect,
    send(url, init) {
      if (!isFetchPlain()) return globalThis.fetch(url, init);
      return sendDirect(url, { ...init, headers: { ...HEADERS, ...init.headers } });
    },
  });
}

/** Whether the global `fetch` is Node's own, and sends requests as `node:http` does. Does not load undici. */
function isFetchPlain(): boolean {
  if (!String(globalThis.fetch).includes(SOURCE_OF_FETCH)) return false;
  return DISPATCHERS.every((key) => isPlain(Reflect.get(globalThis, Symbol.for(key))));
}

/** Whether a dispatcher is absent, or undici's default one. Anything that is not known counts as configured. */
function isPlain(dispatcher: object | undefined): boolean {
  if (!dispatcher) return true;
  const { constructor: kind } = dispatcher;
  // undici 8 offers its dispatcher to older versions in a wrapper. The dispatcher itself is in the other place.
  if (kind.name === "Dispatcher1Wrapper") return true;
  const { options, factory } = hiddenMembers(dispatcher);
  return (
    kind.name === "Agent" &&
    Reflect.get(dispatcher, "dispatch") === kind.prototype.dispatch &&
    (factory as { readonly name?: string } | undefined)?.name === "defaultFactory" &&
    options instanceof Object &&
    Object.values(options).every((value) => value === undefined || value === Infinity)
  );
}

/** Returns the members of an object whose keys are symbols, by the descriptions of the symbols. */
function hiddenMembers(object: object): Readonly<Record<string, unknown>> {
  const members = Object.getOwnPropertySymbols(object).map((key) => [
    key.description,
    Reflect.get(object, key),
  ]);
  return Object.fromEntries(members);
}
