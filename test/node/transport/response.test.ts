import { describe, expect, it } from "vitest";
import { errorOf } from "../../support/rejection.ts";
import { type Answerer, OK, send, serveRaw, write, writeAndEnd } from "./raw-server.ts";

const EVIL = "HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nevil";
const BIG = "a".repeat(3_000_000);

describe("a response to Node's own way of sending", () => {
  it.each<[string, Answerer, string]>([
    ["follows an early hint", write(`HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n${OK}`), "ok"],
    ["follows the status 100", write(`HTTP/1.1 100 Continue\r\n\r\n${OK}`), "ok"],
    ["ends with its connection", writeAndEnd("HTTP/1.1 200 OK\r\nconnection: close\r\n\r\nok"), "ok"],
    ["is of HTTP/1.0", writeAndEnd("HTTP/1.0 200 OK\r\n\r\nok"), "ok"],
    [
      "has chunks and trailers",
      write("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1;a=b\r\no\r\n1\r\nk\r\n0\r\nx: y\r\n\r\n"),
      "ok",
    ],
    ["has the status 204 and a body", write("HTTP/1.1 204 No Content\r\ncontent-length: 2\r\n\r\nok"), ""],
    [
      "begins with a byte order mark",
      write("HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n\u00ef\u00bb\u00bfok"),
      "ok",
    ],
  ])("is read if it %s", async (_, answer, body) => {
    await using server = await serveRaw(answer);

    expect((await send(server.url)).body).toBe(body);
  });

  it.each<[string, Answerer]>([
    ["changes the protocol", write("HTTP/1.1 101 Switching\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n")],
    ["is shorter than its length", writeAndEnd("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nok")],
    ["ends within a chunk", writeAndEnd("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nok")],
    ["never comes", writeAndEnd("")],
    ["never comes because the connection is reset", (socket) => socket.resetAndDestroy()],
    ["is no HTTP", write("garbage\r\n\r\n")],
    ["has headers of 20 kB", write(`HTTP/1.1 200 OK\r\nx: ${"a".repeat(20_000)}\r\n\r\n`)],
    ["has two lengths", write("HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\nok")],
    [
      "has a length and chunks",
      write("HTTP/1.1 200 OK\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n"),
    ],
    ["has bare line feeds", write("HTTP/1.1 200 OK\ncontent-length: 2\n\nok")],
  ])("is a NETWORK error that can be retried if it %s, and its connection ends", async (_, answer) => {
    await using server = await serveRaw(answer);
    const error = await errorOf(send(server.url), "NETWORK");

    expect(error).toMatchObject({ retryable: true, cause: expect.any(Error) });
    await server.allClosed();
  });

  it.each([
    ["garbage", "garbage"],
    ["a second response", EVIL],
  ])("does not answer the next request with %s that follows it at once", async (_, rest) => {
    await using server = await serveRaw(write(OK + rest));
    const first = await send(server.url);
    await server.allClosed();
    const second = await send(server.url);

    expect([first.body, second.body, server.sockets.length]).toEqual(["ok", "ok", 2]);
  });

  it("does not answer the next request with a second response that follows it later", async () => {
    await using server = await serveRaw(write(OK));
    const first = await send(server.url);
    server.sockets[0]?.write(EVIL);
    await server.allClosed();
    const second = await send(server.url);

    expect([first.body, second.body, server.sockets.length]).toEqual(["ok", "ok", 2]);
  });

  it("joins the values of a header that comes twice, and has null for a header that does not come", async () => {
    await using server = await serveRaw(write(OK.replace("\r\n\r\n", "\r\nX-Note: a\r\nx-note: b\r\n\r\n")));
    const { headers } = await send(server.url);

    expect([headers.get("x-note"), headers.get("content-length"), headers.get("x")]).toEqual([
      "a, b",
      "2",
      null,
    ]);
  });

  it("is read if it comes before the body of the request has been sent", async () => {
    await using server = await serveRaw(writeAndEnd("HTTP/1.1 413 Too Large\r\nconnection: close\r\n\r\nno"));

    expect(await send(server.url, { body: BIG })).toMatchObject({ status: 413, body: "no" });
  });
});
