import { afterEach, describe, expect, it } from "vitest";
import { serveAgent } from "../../../runtimes/node/serve.ts";
import type { Server } from "../../../runtimes/shared/server/server.ts";
import { askRaw, openRaw } from "../../support/raw-http.ts";

const PLAIN = "GET /v1/credentials HTTP/1.1\r\nHost: 169.254.170.23\r\nAuthorization: a.b.c\r\n";
const CLOSE = "Connection: close\r\n\r\n";
const LARGE_ANSWER_BYTES = 2 ** 23;

let server: Server | undefined;
afterEach(() => server?.close());

/** Serves an agent that tells which of its two ways answered, with a body of some length. */
async function start(
  length = 1,
  onAnswer: () => void = () => undefined,
): Promise<{ port: number; host: string }> {
  const body = "x".repeat(length);
  const agent = {
    fetch: async () => new Response(`by fetch ${body}`),
    answer: async () => {
      onAnswer();
      return { status: 200, headers: {}, body: `by answer ${body}` };
    },
  };
  server = await serveAgent(agent, { requestTimeoutMs: 200 });
  return { port: server.port, host: "127.0.0.1" };
}

describe("serveAgent", () => {
  it("answers the request of an SDK without a Request object", async () => {
    expect(await askRaw(await start(), PLAIN + CLOSE)).toMatch(/200 OK[\s\S]*by answer x$/);
  });

  it.each([
    ["a repeated header", `${PLAIN}X-Note: a\r\nx-note: b\r\n`],
    ["a body", `${PLAIN}Content-Length: 1\r\n`],
    ["a query", PLAIN.replace("credentials", "credentials?a=b")],
    ["another method", PLAIN.replace("GET", "POST")],
  ])("leaves a request with %s to fetch", async (_, head) => {
    const body = head.includes("Content-Length") ? "x" : "";
    expect(await askRaw(await start(), head + CLOSE + body)).toMatch(/200 OK[\s\S]*by fetch x$/);
  });

  it("ends the connection of a client that does not read its response", async () => {
    const asked = Promise.withResolvers<void>();
    const connection = await openRaw(await start(LARGE_ANSWER_BYTES, () => asked.resolve()));
    connection.socket.pause();
    connection.socket.write(`${PLAIN}\r\n`);
    // Closing with a long grace returns only if the server ended the connection.
    await asked.promise;
    await server?.close({ graceMs: 60_000 });
    connection.socket.destroy();
  });
});
