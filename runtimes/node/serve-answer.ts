import type { IncomingMessage, ServerResponse } from "node:http";
import { clientAt, type FetchHandler } from "../shared/server/server.ts";
import type { ServeLimits } from "../shared/server/settings.ts";
import { toRequest } from "./serve-request.ts";

/** What the requests of one server have in common. */
export interface Serving {
  readonly handler: FetchHandler;
  readonly limits: ServeLimits;
  /** Tells whether the server has stopped listening. Responses then end their connection. */
  isClosing(): boolean;
}

/** Answers one request. Rejects if the handler rejects, or if the client disconnects while it sends its body. */
export async function answer(
  serving: Serving,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const { handler, limits } = serving;
  const body = hasBody(incoming) ? await readBody(incoming, limits.maxBodyBytes) : new Uint8Array();
  if (body === undefined) {
    outgoing.writeHead(413).end();
    return;
  }
  const request = toRequest(incoming, outgoing, body);
  if (request === undefined) {
    outgoing.writeHead(400).end();
    return;
  }
  const response = await handler(request, clientAt(incoming.socket.remoteAddress));
  outgoing.shouldKeepAlive &&= !serving.isClosing();
  await send(response, request.method, outgoing);
  limitReading(outgoing, limits);
}

/** Answers a request whose client waits for permission to send its body (`Expect: 100-continue`). */
export async function answerExpectation(
  serving: Serving,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  if (isTooLong(incoming, serving.limits.maxBodyBytes)) {
    // Node ends this connection, because the client may send its body all the same.
    outgoing.writeHead(413).end();
    return;
  }
  outgoing.writeContinue();
  await answer(serving, incoming, outgoing);
}

/** Tells whether a request announces a body. */
export function hasBody({ headers }: IncomingMessage): boolean {
  return headers["content-length"] !== undefined || headers["transfer-encoding"] !== undefined;
}

/** Ends the connection of a client that does not read its response. */
export function limitReading(outgoing: ServerResponse, { requestTimeoutMs }: ServeLimits): void {
  if (!outgoing.writableFinished) outgoing.setTimeout(requestTimeoutMs, () => outgoing.destroy());
}

function isTooLong({ headers }: IncomingMessage, maxBytes: number): boolean {
  return Number(headers["content-length"] ?? 0) > maxBytes;
}

/**
 * Reads a whole body. Returns `undefined` if it is too long, and discards the rest as it arrives: a client may read no
 * response before it has sent everything.
 */
function readBody(incoming: IncomingMessage, maxBytes: number): Promise<Uint8Array<ArrayBuffer> | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    incoming.on("data", (chunk: Buffer) => {
      length += chunk.length;
      if (length <= maxBytes) {
        chunks.push(chunk);
        return;
      }
      chunks.length = 0;
      resolve(undefined);
    });
    incoming.once("end", () => resolve(Buffer.concat(chunks)));
    incoming.once("error", reject);
    if (isTooLong(incoming, maxBytes)) resolve(undefined);
  });
}

/** Sends a response once its body is complete. Rejects if the body cannot be read. */
async function send(response: Response, method: string, outgoing: ServerResponse): Promise<void> {
  const body = await readWhole(response);
  const head: string[] = [];
  for (const [name, value] of response.headers) {
    if (name !== "content-length" && name !== "transfer-encoding") head.push(name, value);
  }
  const length = lengthOf(response, method, body.length);
  // Without a length Node sends chunks, which takes more writes.
  if (length !== undefined) head.push("content-length", length);
  outgoing.writeHead(response.status, head).end(body);
}

/** Reads a response's body with a reader, which costs less than `arrayBuffer()`. */
async function readWhole({ body }: Response): Promise<Uint8Array> {
  if (body === null) return new Uint8Array();
  const reader = body.getReader();
  const chunks: Uint8Array[] = [];
  for (let read = await reader.read(); !read.done; read = await reader.read()) chunks.push(read.value);
  const [first = new Uint8Array()] = chunks;
  return chunks.length < 2 ? first : Buffer.concat(chunks);
}

/** Returns the `Content-Length`. A response to HEAD keeps the one that it has, because it has no body to measure. */
function lengthOf({ status, headers }: Response, method: string, bodyLength: number): string | undefined {
  if (status === 204 || status === 304) return undefined;
  if (method === "HEAD" && bodyLength === 0) return headers.get("content-length") ?? undefined;
  return String(bodyLength);
}
