import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type FetchHandler, type ServeOptions, type Server, urlOf } from "../server.ts";
import { builtinModule } from "./builtin-modules.ts";

const MAX_BODY_BYTES = 2 ** 21;

/**
 * Serves a fetch handler over HTTP with Node's own server. A handler that rejects ends the connection without an answer,
 * which is what a client sees of a crash. Rejects if the port cannot be had.
 *
 * @example
 * const server = await serve(createEmulator().fetch, { port: 4566 });
 */
export async function serve(handler: FetchHandler, options: ServeOptions = {}): Promise<Server> {
  const { port = 0, hostname = "127.0.0.1" } = options;
  const server = builtinModule("node:http").createServer((incoming, outgoing) => {
    answer(handler, incoming, outgoing).catch(() => outgoing.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, hostname, resolve);
  });
  const address = server.address() as AddressInfo;
  return {
    url: urlOf(address.address, address.port),
    port: address.port,
    close: () => {
      return new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      });
    },
  };
}

async function answer(
  handler: FetchHandler,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const body = await readBody(incoming);
  if (body === undefined) {
    outgoing.writeHead(413).end();
    return;
  }
  const request = toRequest(incoming, body);
  if (!request) {
    outgoing.writeHead(400).end();
    return;
  }
  const response = await handler(request);
  const responseBody = Buffer.from(await response.arrayBuffer());
  outgoing.writeHead(response.status, [...response.headers].flat());
  outgoing.end(responseBody);
}

async function readBody(incoming: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MAX_BODY_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function toRequest(
  { method = "GET", url = "/", headers, rawHeaders }: IncomingMessage,
  body: Buffer,
): Request | undefined {
  const target = `http://${headers.host ?? "localhost"}${url}`;
  if (!URL.canParse(target)) return undefined;
  const hasBody = method !== "GET" && method !== "HEAD" && body.length > 0;
  const pairs: [string, string][] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    pairs.push([rawHeaders[index] ?? "", rawHeaders[index + 1] ?? ""]);
  }
  return new Request(target, { method, headers: pairs, ...(hasBody && { body: new Uint8Array(body) }) });
}
