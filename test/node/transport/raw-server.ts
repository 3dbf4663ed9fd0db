import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { runtimePorts } from "../../../runtimes/node/ports.ts";
import { type Answer, sendOnce } from "../../../src/http/send-once.ts";
import type { FetchedResponse } from "../../../src/lib/fetch.ts";

/** Writes the answer to a request. The first request of a server has the number 1. */
export type Answerer = (socket: Socket, requestNumber: number) => void;

/** A server that sends bytes as they are, and what it has seen. */
export interface RawServer extends AsyncDisposable {
  readonly url: string;
  /** Every connection that was opened. */
  readonly sockets: readonly Socket[];
  /** Returns everything that was received, as Latin-1. */
  readonly received: () => string;
  /** Waits for the end of every connection. */
  readonly allClosed: () => Promise<void>;
}

/** Starts a server that calls `answer` at the start of each request. */
export async function serveRaw(answer: Answerer, host = "127.0.0.1"): Promise<RawServer> {
  const sockets: Socket[] = [];
  let received = "";
  let requests = 0;
  const server = createServer((socket) => {
    sockets.push(socket);
    // A client that aborts resets its connection.
    socket.on("error", () => undefined);
    socket.on("data", (chunk) => {
      const text = chunk.toString("latin1");
      received += text;
      if (!/^(GET|POST|PUT|DELETE) /.test(text)) return;
      requests += 1;
      answer(socket, requests);
    });
  });
  server.listen(0, host);
  await once(server, "listening");
  const { port, family } = server.address() as AddressInfo;
  const allClosed = async (): Promise<void> => {
    for (const socket of sockets) if (!socket.closed) await once(socket, "close");
  };
  return {
    url: `http://${family === "IPv6" ? `[${host}]` : host}:${port}/`,
    sockets,
    received: () => received,
    allClosed,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

/** Writes a response, byte by byte as it is. */
export function write(text: string): Answerer {
  return (socket) => socket.write(text, "latin1");
}

/** Writes a response, and ends the connection. */
export function writeAndEnd(text: string): Answerer {
  return (socket) => socket.end(text, "latin1");
}

/** What a test may say about a request. */
export interface SendOptions {
  readonly method?: string;
  readonly body?: string;
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
}

/** Sends a request as the operations do, over the ports of Node. */
export function send(url: string, { method = "POST", body, ...limits }: SendOptions = {}): Promise<Answer> {
  const request = { method, url, headers: { "x-note": "a" }, ...(body !== undefined && { body }) };
  const context = { service: "eks", operation: "DescribeCluster" };
  return sendOnce(request, {
    ports: runtimePorts(),
    context,
    timeoutMs: 5000,
    maxBodyBytes: 2 ** 20,
    ...limits,
  });
}

/** Sends a request by the port itself, and returns the response with its body unread. */
export async function sendByPort(
  url: string,
  signal: AbortSignal,
  headers: Record<string, string> = {},
): Promise<FetchedResponse> {
  const { send: sendBy } = runtimePorts().fetch;
  if (!sendBy) throw new Error("the port of Node has no send");
  return sendBy(url, { method: "GET", headers, redirect: "manual", signal });
}

export const OK = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";
export const INCOMPLETE = "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n";
