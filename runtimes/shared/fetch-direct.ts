import type { FetchInit, Ports } from "../../src/ports.ts";
import { findBuiltinModule, missingRuntime } from "./builtin-module.ts";

/** The part of `node:http` that sends a request. Bun and Deno have it too. */
interface HttpModule {
  readonly Agent: new (options: { readonly proxyEnv: object }) => object;
  request(
    url: string,
    options: RequestOptions,
    onResponse: (message: ResponseMessage) => void,
  ): RequestMessage;
}

interface RequestOptions {
  readonly agent: object;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
}

interface RequestMessage {
  on(event: "error", listener: (error: Error) => void): unknown;
  end(body?: string | Uint8Array): unknown;
  destroy(error: unknown): unknown;
}

interface ResponseMessage {
  readonly statusCode?: number;
  readonly rawHeaders: readonly string[];
}

/** The part of `node:stream` that makes a web stream of a response. */
interface StreamModule {
  readonly Readable: { toWeb(message: ResponseMessage): ReadableStream<Uint8Array> };
}

/** Statuses whose `Response` must not have a body. */
const WITHOUT_BODY: ReadonlySet<number> = new Set([204, 205, 304]);

/**
 * Makes the port that passes every proxy, with `node:http`. `fetch` would send plain HTTP to a proxy of the environment on Bun
 * and Deno, and on Node with `NODE_USE_ENV_PROXY`. The empty `proxyEnv` matters: without it, `node:http` on Deno obeys that
 * variable too. Loads `node:http` at the first request. Rejects with `CONFIGURATION` on a runtime without it.
 */
export function directFetch(adapter: string): Ports["fetch"] {
  let agent: object | undefined;
  return async (url, init) => {
    const http = findBuiltinModule("node:http") as HttpModule | undefined;
    const stream = findBuiltinModule("node:stream") as StreamModule | undefined;
    if (!http || !stream) throw missingRuntime(adapter, "node:http");
    agent ??= new http.Agent({ proxyEnv: {} });
    return toResponse(await send(http, agent, { url, init }), stream);
  };
}

function send(
  http: HttpModule,
  agent: object,
  { url, init }: { readonly url: string; readonly init: FetchInit },
): Promise<ResponseMessage> {
  const { method, headers, body, signal } = init;
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    if (body instanceof ReadableStream) throw new TypeError("a direct request cannot stream its body");
    const request = http.request(url, { agent, method, headers }, resolve);
    request.on("error", reject);
    // Also ends a response whose body is being read.
    signal.addEventListener("abort", () => request.destroy(signal.reason), { once: true });
    request.end(body);
  });
}

function toResponse(message: ResponseMessage, { Readable }: StreamModule): Response {
  const { statusCode: status = 0, rawHeaders } = message;
  const headers = new Headers();
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    headers.append(rawHeaders[index] ?? "", rawHeaders[index + 1] ?? "");
  }
  return new Response(WITHOUT_BODY.has(status) ? null : Readable.toWeb(message), { status, headers });
}
