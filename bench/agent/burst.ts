import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { AGENT_HOST } from "./running-agent.ts";

/** The response to one request, as its client saw it. */
export interface Seen {
  /** HTTP status. 0 if the connection ended without a response or the client gave up. */
  readonly status: number;
  /** From the request to the end of the connection, in milliseconds. */
  readonly ms: number;
}

/** What the clients of one burst saw, summed up. */
export interface SeenSummary {
  readonly requests: number;
  /** How many responses had each status; 0 stands for no response. */
  readonly statuses: Readonly<Record<number, number>>;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly slowestMs: number;
}

const CONNECT_AT_ONCE = 50;
const DEFAULT_TIMEOUT_MS = 30_000;
const STATUS_LINE = /^HTTP\/1\.1 (\d{3})/;

/** Opens a connection for each token, sends one request on each at the same moment, and returns what the clients saw. */
export async function burst(
  port: number,
  tokens: readonly string[],
  timeoutMs: number = DEFAULT_TIMEOUT_MS,
): Promise<Seen[]> {
  const sockets: Socket[] = [];
  while (sockets.length < tokens.length) {
    const length = Math.min(CONNECT_AT_ONCE, tokens.length - sockets.length);
    sockets.push(...(await Promise.all(Array.from({ length }, () => opened(port)))));
  }
  return Promise.all(sockets.map((socket, index) => ask(socket, tokens[index] ?? "", timeoutMs)));
}

/** Counts the statuses of a burst and computes its percentiles. */
export function summarizeSeen(seen: readonly Seen[]): SeenSummary {
  const sorted = seen.map(({ ms }) => ms).toSorted((a, b) => a - b);
  const at = (fraction: number): number => sorted[Math.ceil(sorted.length * fraction) - 1] ?? Number.NaN;
  const statuses: Record<number, number> = {};
  for (const { status } of seen) statuses[status] = (statuses[status] ?? 0) + 1;
  return { requests: seen.length, statuses, p50Ms: at(0.5), p99Ms: at(0.99), slowestMs: at(1) };
}

async function opened(port: number): Promise<Socket> {
  const socket = connect({ port, host: "127.0.0.1", noDelay: true });
  await once(socket, "connect");
  return socket;
}

function ask(socket: Socket, token: string, timeoutMs: number): Promise<Seen> {
  return new Promise((resolve) => {
    const startedMs = performance.now();
    let status = 0;
    const timer = setTimeout(() => socket.destroy(), timeoutMs);
    socket.once("data", (chunk: Buffer) => {
      status = Number(STATUS_LINE.exec(chunk.toString("latin1"))?.[1] ?? 0);
      socket.destroy();
    });
    socket.on("error", () => socket.destroy());
    socket.once("close", () => {
      clearTimeout(timer);
      resolve({ status, ms: performance.now() - startedMs });
    });
    const head = `GET /v1/credentials HTTP/1.1\r\nHost: ${AGENT_HOST}\r\nAuthorization: ${token}\r\n`;
    socket.write(`${head}Connection: close\r\n\r\n`);
  });
}
