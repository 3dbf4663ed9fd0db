import { utf8 } from "../../src/lib/bytes.ts";
import type { Fetch, FetchedBody, FetchedHeaders, FetchedResponse, Send } from "../../src/lib/fetch.ts";
import { findBuiltinModule, missingRuntime } from "./builtin-module.ts";

/** The part of `node:http` and `node:https` that sends a request. Bun and Deno have both too. */
interface HttpModule {
  readonly Agent: new (options: AgentOptions) => object;
  request(
    url: string,
    options: RequestOptions,
    onResponse: (message: ResponseMessage) => void,
  ): RequestMessage;
}

interface AgentOptions {
  readonly proxyEnv: object;
  readonly keepAlive: boolean;
  readonly timeout: number;
}

interface RequestOptions {
  readonly agent: object;
  readonly method: string;
  readonly headers: Readonly<Record<string, string | number>>;
}

interface RequestMessage {
  on(event: "close", listener: () => void): unknown;
  on(event: "error", listener: (error: Error) => void): unknown;
  end(body?: string | Uint8Array): unknown;
  destroy(error: unknown): unknown;
}

interface ResponseMessage extends AsyncIterable<Uint8Array> {
  readonly statusCode?: number;
  readonly rawHeaders: readonly string[];
  destroy(): unknown;
}

type HttpRequest = { readonly url: string } & Parameters<Send>[1];

/** Ends idle connections before servers and load balancers do, as the `fetch` of Node does. In milliseconds. */
const IDLE_MS = 4000;

/**
 * Makes a function that sends requests with `node:http` and `node:https`, directly to their host: the empty `proxyEnv` keeps
 * Node and Deno from a proxy of the environment. Loads the modules at the first request that needs them, and looks `request` up
 * at each one, because test tools replace it. Rejects with `CONFIGURATION` on a runtime without the modules.
 */
export function sendOverHttp(adapter: string): Send {
  const agents = new Map<string, object>();
  return async (url, init) => {
    const name = url.startsWith("https:") ? "node:https" : "node:http";
    const http = findBuiltinModule(name) as HttpModule | undefined;
    if (!http) throw missingRuntime(adapter, name);
    const agent = agents.get(name) ?? new http.Agent({ proxyEnv: {}, keepAlive: true, timeout: IDLE_MS });
    agents.set(name, agent);
    init.signal.throwIfAborted();
    return toResponse(await exchange(http, agent, { url, ...init }));
  };
}

/** Sends a request. Returns its response once the headers have arrived. An abort also ends the body. */
function exchange(http: HttpModule, agent: object, request: HttpRequest): Promise<ResponseMessage> {
  const { url, method, headers, body, signal } = request;
  // Without a length, `node:http` sends the body of some methods as if it were the next request.
  const bytes = typeof body === "string" ? utf8(body) : body;
  const framed = bytes ? { ...headers, "content-length": bytes.byteLength } : headers;
  return new Promise((resolve, reject) => {
    let isAnswered = false;
    const message = http.request(url, { agent, method, headers: framed }, (response) => {
      isAnswered = true;
      resolve(response);
    });
    const onAbort = (): void => {
      message.destroy(signal.reason);
    };
    signal.addEventListener("abort", onAbort);
    message.on("error", reject);
    message.on("close", () => {
      signal.removeEventListener("abort", onAbort);
      // For example after the status 101. `node:http` reports no error then.
      if (!isAnswered) reject(new Error("the connection ended before a response"));
    });
    message.end(bytes);
  });
}

/** Makes the port `fetch` of a runtime: its global `fetch`, looked up at each request, with other ways for podkey's own requests. */
export function fetchWith(ways: Pick<Fetch, "send" | "sendDirect">): Fetch {
  const fetch: Fetch = (url, init) => globalThis.fetch(url, init);
  return Object.assign(fetch, ways);
}

function toResponse(message: ResponseMessage): FetchedResponse {
  const { statusCode: status = 0, rawHeaders } = message;
  return { status, headers: headersOf(rawHeaders), body: bodyOf(message) };
}

/** Looks headers up in a list of names and values. */
function headersOf(rawHeaders: readonly string[]): FetchedHeaders {
  return {
    get(wanted) {
      const values = rawHeaders.filter(
        (_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === wanted,
      );
      return values.length > 0 ? values.join(", ") : null;
    },
  };
}

function bodyOf(message: ResponseMessage): FetchedBody {
  const cancel = async (): Promise<void> => {
    message.destroy();
  };
  return {
    cancel,
    getReader() {
      const chunks = message[Symbol.asyncIterator]();
      return { read: () => chunks.next(), cancel };
    },
  };
}
