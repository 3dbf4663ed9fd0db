import { once } from "node:events";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, describe, expect, it } from "vitest";
import { serve } from "../../../runtimes/node/serve.ts";
import type { FetchHandler, ServeOptions, Server } from "../../../runtimes/shared/server/server.ts";
import { rejectionOf } from "../../support/rejection.ts";

const LARGEST_BODY_BYTES = 2 ** 21;

/** Answers with the parts of the request. */
async function echo(request: Request): Promise<Response> {
  const { method, url, headers } = request;
  const body = await request.arrayBuffer();
  const seen = { "x-method": method, "x-url": url, "x-had-body": String(request.body !== null) };
  return new Response(body, { status: 201, headers: { ...seen, "x-note": headers.get("x-note") ?? "" } });
}

describe("serve", () => {
  const servers: Server[] = [];

  afterEach(async () => {
    await Promise.all(servers.splice(0).map(({ close }) => close()));
  });

  async function start(handler: FetchHandler, options?: ServeOptions): Promise<Server> {
    const server = await serve(handler, options);
    servers.push(server);
    return server;
  }

  it("passes the request to the handler and the response to the client, byte for byte", async () => {
    const { url } = await start(echo);
    const body = Uint8Array.from({ length: 256 }, (_, index) => index);
    const response = await fetch(`${url}/a%2Fb/c?d=%20e&d=f`, {
      method: "POST",
      headers: { "x-note": "kept" },
      body,
    });
    expect(response.status).toBe(201);
    expect(response.headers.get("x-method")).toBe("POST");
    expect(response.headers.get("x-url")).toBe(`${url}/a%2Fb/c?d=%20e&d=f`);
    expect(response.headers.get("x-note")).toBe("kept");
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(body);
  });

  it.each(["GET", "HEAD", "DELETE", "POST"])("passes on a %s without a body", async (method) => {
    const { url } = await start(echo);
    const response = await fetch(url, { method });
    expect(response.headers.get("x-method")).toBe(method);
    expect(response.headers.get("x-had-body")).toBe("false");
    expect(await response.text()).toBe("");
  });

  it("sends every value of a repeated header", async () => {
    const { url } = await start(async () => {
      const headers = new Headers([
        ["set-cookie", "a=1"],
        ["set-cookie", "b=2"],
      ]);
      return new Response(null, { status: 204, headers });
    });
    const response = await fetch(url);
    expect(response.status).toBe(204);
    expect(response.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
  });

  it("accepts a body of 2 MiB", async () => {
    const { url } = await start(
      async (request) => new Response(String((await request.arrayBuffer()).byteLength)),
    );
    const response = await fetch(url, { method: "POST", body: new Uint8Array(LARGEST_BODY_BYTES) });
    expect(await response.text()).toBe(String(LARGEST_BODY_BYTES));
  });

  it.each([LARGEST_BODY_BYTES + 1, 4 * LARGEST_BODY_BYTES])(
    "answers 413 to a body of %i bytes without calling the handler",
    async (length) => {
      let asked = 0;
      const { url } = await start(async () => {
        asked += 1;
        return new Response();
      });
      const response = await fetch(url, { method: "POST", body: new Uint8Array(length) });
      expect(response.status).toBe(413);
      expect(asked).toBe(0);
    },
  );

  it("ends the connection when the handler rejects, and continues to serve", async () => {
    const { url } = await start(async (request) => {
      if (request.url.endsWith("/fails")) throw new Error("on purpose");
      return new Response("fine");
    });
    expect(await rejectionOf(fetch(`${url}/fails`))).toBeInstanceOf(TypeError);
    expect(await (await fetch(url)).text()).toBe("fine");
  });

  it("answers 400 to a Host that is not valid in a URL", async () => {
    const { port } = await start(echo);
    const socket = connect(port, "127.0.0.1");
    socket.end("GET / HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n");
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 400 /);
  });

  it("frees its port when it closes, even while connections are open", async () => {
    const first = await serve(echo);
    const socket = connect(first.port, "127.0.0.1");
    await once(socket, "connect");
    const ended = once(socket, "close");
    await first.close();
    await ended;
    const second = await start(echo, { port: first.port });
    expect(second.url).toBe(first.url);
  });

  it("rejects when the port is taken", async () => {
    const { port } = await start(echo);
    expect(await rejectionOf(serve(echo, { port }))).toMatchObject({ code: "EADDRINUSE" });
  });

  it("puts an IPv6 address in brackets in its URL", async () => {
    const { url, port } = await start(echo, { hostname: "::1" });
    expect(url).toBe(`http://[::1]:${port}`);
    expect((await fetch(url)).status).toBe(201);
  });
});
