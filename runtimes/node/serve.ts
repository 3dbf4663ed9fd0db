import type { IncomingMessage, ServerResponse } from "node:http";
import type { Agent } from "../../src/agent/create-agent.ts";
import { clientAt, type FetchHandler, type ServeOptions, type Server } from "../shared/server/server.ts";
import { answer, hasBody, limitReading, type Serving } from "./serve-answer.ts";
import { startServer } from "./start-server.ts";

const PLAIN_TARGET = /^\/[\w/-]*$/;

/**
 * Serves a fetch handler over HTTP with Node's own server. Calls the handler when the whole request has arrived, and sends
 * the response when its body is complete. If the handler rejects, the connection ends without a response, as it would in a
 * crash. Rejects with Node's error if it cannot listen there (`EADDRINUSE`, `EACCES`), and with `CONFIGURATION` for a bad option.
 *
 * @example
 * const server = await serve(createEmulator().fetch, { port: 4566 });
 */
export function serve(handler: FetchHandler, options: ServeOptions = {}): Promise<Server> {
  return startServer({ handler, answerer: answer }, options);
}

/**
 * Serves an agent over HTTP with Node's own server. It does what `serve(agent.fetch)` does, but faster: it makes no
 * `Request` and `Response` objects for the requests that SDKs send. Rejects as `serve` does.
 *
 * @example
 * const server = await serveAgent(createAgent({ clusterName: "demo", credentials }), { hostname: "169.254.170.23", port: 80 });
 */
export function serveAgent(
  agent: Pick<Agent, "fetch" | "answer">,
  options: ServeOptions = {},
): Promise<Server> {
  const answerer = (serving: Serving, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    if (isPlain(incoming)) return answerPlain(agent, serving, incoming, outgoing);
    return answer(serving, incoming, outgoing);
  };
  return startServer({ handler: agent.fetch, answerer }, options);
}

/** Tells whether a request looks as every SDK sends it. `Request` judges all others, for example one with a repeated header. */
function isPlain(incoming: IncomingMessage): boolean {
  const { method, url = "", headers, rawHeaders } = incoming;
  if (method !== "GET" || !PLAIN_TARGET.test(url) || hasBody(incoming)) return false;
  return Object.keys(headers).length * 2 === rawHeaders.length;
}

async function answerPlain(
  agent: Pick<Agent, "answer">,
  { isClosing, limits }: Serving,
  { url: path = "", headers: { host = "", authorization = "" }, socket }: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const { address } = clientAt(socket.remoteAddress);
  const { status, headers, body } = await agent.answer({ path, host, authorization, address });
  outgoing.shouldKeepAlive &&= !isClosing();
  outgoing.writeHead(status, { ...headers, "content-length": Buffer.byteLength(body) }).end(body);
  limitReading(outgoing, limits);
}
