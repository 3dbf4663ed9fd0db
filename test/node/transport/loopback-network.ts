import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { Fetch, FetchedBody, FetchedResponse, FetchInit, Send } from "../../../src/lib/fetch.ts";
import type { Network } from "../../support/network.ts";

/** A request on its way over the network, and its answer on the way back. */
interface Exchange {
  readonly url: string;
  readonly init: FetchInit;
  readonly answer: Fetch;
  /** Resolves when the server has seen the end of the connection. */
  readonly closed: PromiseWithResolvers<void>;
  /** What the fake runtime rejected with, or what the request lost on its way. */
  failure?: unknown;
  /** Bytes of the body that the server has sent and the client has not read. */
  unread: number;
  isMoving: boolean;
}

/** Turns after which an answer that still waits counts as one that never comes. */
const PATIENCE_TURNS = 3;

const FOUND = 302;

/** Starts a network over real connections: each request goes by `send` to a server on loopback, which asks the fake runtime. */
export async function startLoopbackNetwork(
  send: Send,
): Promise<Network & { readonly close: () => Promise<void> }> {
  const exchanges: Exchange[] = [];
  const server = createServer((message, response) => {
    const exchange = exchanges[Number(message.url?.slice(1))];
    if (exchange) void answer(message, response, exchange);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const over = (fetch: Fetch): Fetch => {
    const sendOver: Send = async (url, init) => {
      const closed = Promise.withResolvers<void>();
      const exchange: Exchange = { url, init, answer: fetch, closed, unread: 0, isMoving: true };
      const place = exchanges.push(exchange) - 1;
      init.signal.addEventListener("abort", () => {
        exchange.isMoving = false;
      });
      try {
        return watch(await send(`http://127.0.0.1:${port}/${place}`, init), exchange);
      } catch (error) {
        exchange.isMoving = false;
        throw exchange.failure ?? error;
      }
    };
    return Object.assign(fetch.bind(undefined), { send: sendOver });
  };
  const settle = async (): Promise<void> => {
    while (exchanges.some(({ isMoving }) => isMoving)) await nextTurn();
  };
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  };
  return { over, settle, close };
}

/** Follows how far the client has read. Its cancellation ends when the server has seen it. */
function watch(response: FetchedResponse, exchange: Exchange): FetchedResponse {
  const { body } = response;
  if (!body) return response;
  const cancelBy = (cancel: () => Promise<unknown>) => async (): Promise<void> => {
    await cancel();
    await exchange.closed.promise;
  };
  const watched: FetchedBody = {
    cancel: cancelBy(() => body.cancel()),
    getReader() {
      const reader = body.getReader();
      const read = async () => {
        const chunk = await reader.read();
        exchange.unread -= chunk.value?.byteLength ?? 0;
        if (chunk.done) exchange.isMoving = false;
        return chunk;
      };
      return { read, cancel: cancelBy(() => reader.cancel()) };
    },
  };
  const { status, headers } = response;
  return { status, headers, body: watched };
}

/** Asks the fake runtime for an answer to a request that arrived, and sends it. */
async function answer(message: IncomingMessage, response: ServerResponse, exchange: Exchange): Promise<void> {
  const { url, init } = exchange;
  response.once("close", () => {
    exchange.isMoving = false;
    exchange.closed.resolve();
  });
  try {
    await compare(message, init);
    const answered = await stillIfLate(exchange.answer(url, init), exchange);
    response.sendDate = false;
    // A browser hides the status of a redirect. Another one travels in its place.
    const status = answered.type === "opaqueredirect" ? FOUND : answered.status;
    response.writeHead(status, [...answered.headers].flat());
    response.flushHeaders();
    const reader = answered.body?.getReader();
    response.once("close", () => void reader?.cancel());
    for (;;) {
      const { done, value } = (await (reader && stillIfLate(reader.read(), exchange))) ?? { done: true };
      if (done || response.destroyed) break;
      exchange.unread += value.byteLength;
      response.write(value);
      // The server sends what the client asks for, as a stream in memory does.
      while (exchange.unread > 0 && !response.destroyed) await nextTurn();
    }
    response.end();
  } catch (error) {
    exchange.failure = error;
    response.destroy();
  }
}

/** Waits for a part of an answer. Notes if it does not come soon: the fake runtime then waits for the clock or for an abort. */
async function stillIfLate<T>(part: Promise<T>, exchange: Exchange): Promise<T> {
  const settled = part.then(
    () => true,
    () => true,
  );
  const late = async (): Promise<boolean> => {
    for (let turn = 0; turn < PATIENCE_TURNS; turn += 1) await nextTurn();
    return false;
  };
  if (!(await Promise.race([settled, late()]))) exchange.isMoving = false;
  return part;
}

/** Throws if a request lost or gained something on its way. */
async function compare(message: IncomingMessage, { method, headers, body = "" }: FetchInit): Promise<void> {
  const arrived = { method: message.method, body: (await buffer(message)).toString("latin1") };
  const sent = { method, body: Buffer.from(body as string | Uint8Array).toString("latin1") };
  const lost = Object.entries(headers).filter(([name, value]) => message.headers[name] !== value);
  if (arrived.method === sent.method && arrived.body === sent.body && lost.length === 0) return;
  throw new Error(`the request was changed on its way: ${JSON.stringify({ arrived, sent, lost })}`);
}
