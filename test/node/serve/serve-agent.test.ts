import { afterEach, describe, expect, it } from "vitest";
import { serveAgent } from "../../../runtimes/node/serve.ts";
import type { Server } from "../../../runtimes/shared/server/server.ts";
import type { Agent } from "../../../src/agent/create-agent.ts";
import { askRaw, openRaw } from "../../support/raw-http.ts";

type AnswerRequest = Parameters<Agent["answer"]>[0];

const PLAIN = "GET /v1/credentials HTTP/1.1\r\nHost: 169.254.170.23\r\nAuthorization: a.b.c\r\n";
const CLOSE = "Connection: close\r\n\r\n";
const LARGE_ANSWER_BYTES = 2 ** 23;

let server: Server | undefined;
afterEach(() => server?.close());

/** Serves an agent that tells which of its two ways answered, with a body of some length. */
async function start(
  length = 1,
  onAnswer: (request: AnswerRequest) => unknown = () => undefined,
): Promise<{ port: number; host: string }> {
  const body = "x".repeat(length);
  const agent = {
    fetch: async () => new Response(`by fetch ${body}`),
    answer: async (request: AnswerRequest) => {
      await onAnswer(request);
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

  it("tells the agent path, host, token and client address of a request", async () => {
    const seen: AnswerRequest[] = [];
    const place = await start(1, (request) => seen.push(request));
    await askRaw(place, PLAIN + CLOSE);
    await askRaw(place, "GET / HTTP/1.0\r\n\r\n");

    const address = "127.0.0.1";
    expect(seen).toEqual([
      { path: "/v1/credentials", host: "169.254.170.23", authorization: "a.b.c", address },
      { path: "/", host: "", authorization: "", address },
    ]);
  });

  it("keeps a connection open unless its client wants it closed", async () => {
    const place = await start();

    expect(await askRaw(place, PLAIN + CLOSE)).toMatch(/\r\nconnection: close\r\n/i);
    const kept = await openRaw(place, `${PLAIN}\r\n`);
    expect(await kept.until(/by answer x$/)).toMatch(/\r\nconnection: keep-alive\r\n/i);
  });

  it("answers with Connection: close while the server is closing", async () => {
    const asked = Promise.withResolvers<void>();
    const mayAnswer = Promise.withResolvers<void>();
    const place = await start(1, () => {
      asked.resolve();
      return mayAnswer.promise;
    });
    const connection = await openRaw(place, `${PLAIN}\r\n`);
    await asked.promise;
    const closed = server?.close({ graceMs: 60_000 });
    mayAnswer.resolve();
    await closed;

    expect(await connection.ended()).toMatch(/\r\nconnection: close\r\n/i);
  });

  it.each([
    ["a repeated header", `${PLAIN}X-Note: a\r\nx-note: b\r\n`],
    ["a body", `${PLAIN}Content-Length: 1\r\n`],
    ["a query", PLAIN.replace("credentials", "credentials?a=b")],
    ["a target that is a whole URL", PLAIN.replace("/v1", "http://169.254.170.23/v1")],
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
