import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { AGENT_HOST } from "./running-agent.ts";

/** What a client saw of one request. */
export interface Seen {
  /** An HTTP status; 0 where the connection ended without one, or the client gave up. */
  readonly status: number;
  readonly ms: number;
}

const CONNECT_AT_ONCE = 50;
const DEFAULT_PATIENCE_MS = 30_000;
const STATUS_LINE = /^HTTP\/1\.1 (\d{3})/;

/**
 * Sends a request for each token at the same moment, each on a connection of its own that is open already, and tells what
 * the clients saw. Tokens may repeat.
 */
export async function burst(
  port: number,
  tokens: readonly string[],
  patienceMs: number = DEFAULT_PATIENCE_MS,
): Promise<Seen[]> {
  const sockets: Socket[] = [];
  while (sockets.length < tokens.length) {
    const length = Math.min(CONNECT_AT_ONCE, tokens.length - sockets.length);
    sockets.push(...(await Promise.all(Array.from({ length }, () => opened(port)))));
  }
  return Promise.all(sockets.map((socket, index) => ask(socket, tokens[index] ?? "", patienceMs)));
}

async function opened(port: number): Promise<Socket> {
  const socket = connect({ port, host: "127.0.0.1", noDelay: true });
  await once(socket, "connect");
  return socket;
}

function ask(socket: Socket, token: string, patienceMs: number): Promise<Seen> {
  return new Promise((resolve) => {
    const startedMs = performance.now();
    let status = 0;
    const leave = setTimeout(() => socket.destroy(), patienceMs);
    socket.once("data", (chunk: Buffer) => {
      status = Number(STATUS_LINE.exec(chunk.toString("latin1"))?.[1] ?? 0);
      socket.destroy();
    });
    socket.on("error", () => socket.destroy());
    socket.once("close", () => {
      clearTimeout(leave);
      resolve({ status, ms: performance.now() - startedMs });
    });
    const head = `GET /v1/credentials HTTP/1.1\r\nHost: ${AGENT_HOST}\r\nAuthorization: ${token}\r\n`;
    socket.write(`${head}Connection: close\r\n\r\n`);
  });
}
