import { describe, expect, it } from "vitest";
import { serve } from "../../../runtimes/node/serve.ts";
import type { FetchHandler, ServeOptions } from "../../../runtimes/shared/server/server.ts";
import { askRaw, openRaw } from "../../support/raw-http.ts";

const END = "Connection: close\r\n\r\n";

const tell: FetchHandler = async ({ method, url, headers }) => {
  return new Response(`${method} ${url} ${JSON.stringify([...headers])}`);
};

/** Sends bytes to a server, and returns all that it sends back until the connection ends. */
async function ask(text: string, handler: FetchHandler = tell, options?: ServeOptions): Promise<string> {
  const { port, close } = await serve(handler, options);
  try {
    return await askRaw({ port, host: "127.0.0.1" }, text);
  } finally {
    await close();
  }
}

describe("serve, given a request,", () => {
  it("uses a target that is a whole URL instead of the Host header", async () => {
    const seen = await ask(`GET http://example.com/a?b HTTP/1.1\r\nHost: example.org\r\n${END}`);
    expect(seen).toContain("GET http://example.com/a?b ");
    expect(seen).toContain('["host","example.org"]');
  });

  it.each(["a/v1/credentials?", "user@example.com", "a b", "a#b", "a\\b", "a\r\nHost: b"])(
    "answers 400 to the Host %j without calling the handler",
    async (host) => {
      expect(await ask(`GET /p HTTP/1.1\r\nHost: ${host}\r\n${END}`)).toMatch(/^HTTP\/1\.1 400 /);
    },
  );

  it.each(["TRACE /", "OPTIONS *", "GET http://user@example.com/"])(
    "answers 400 to a request that no Request object can represent: %s",
    async (line) => {
      expect(await ask(`${line} HTTP/1.1\r\nHost: example.com\r\n${END}`)).toMatch(/^HTTP\/1\.1 400 /);
    },
  );

  it("accepts an HTTP/1.0 request without a Host", async () => {
    expect(await ask("GET /p HTTP/1.0\r\n\r\n")).toContain("GET http://localhost/p []");
  });

  it("joins the values of a repeated header", async () => {
    const seen = await ask(`GET / HTTP/1.1\r\nHost: example.com\r\nX-Note: a\r\nx-note: b\r\n${END}`);
    expect(seen).toContain('["x-note","a, b"]');
  });

  it("answers pipelined requests in their order", async () => {
    const first = "GET /first HTTP/1.1\r\nHost: example.com\r\n\r\n";
    const second = `GET /second HTTP/1.1\r\nHost: example.com\r\n${END}`;
    const seen = await ask(first + second, async (request) => {
      if (request.url.endsWith("/first")) await fetch("data:,slow");
      return new Response(request.url);
    });
    expect(seen).toMatch(/^HTTP\/1\.1 200 [\s\S]*\/firstHTTP\/1\.1 200 [\s\S]*\/second$/);
  });

  it("sends 100 Continue to a client that waits for it", async () => {
    const { port, close } = await serve(async (request) => new Response(await request.text()));
    const head = `POST / HTTP/1.1\r\nHost: example.com\r\nContent-Length: 4\r\nExpect: 100-continue\r\n${END}`;
    const connection = await openRaw({ port, host: "127.0.0.1" }, head);
    expect(await connection.until(/\r\n\r\n/)).toBe("HTTP/1.1 100 Continue\r\n\r\n");
    connection.socket.write("body");
    expect(await connection.ended()).toMatch(/ 200 OK\r\n[\s\S]*\r\n\r\nbody$/);
    await close();
  });

  it("sends 413 for a body that is announced as too long before any of it arrives", async () => {
    const { port, close } = await serve(tell, { maxBodyBytes: 4 });
    const head = "POST / HTTP/1.1\r\nHost: example.com\r\nContent-Length: 5\r\n\r\n";
    const connection = await openRaw({ port, host: "127.0.0.1" }, head);
    expect(await connection.until(/\r\n\r\n/)).toMatch(/^HTTP\/1\.1 413 /);
    await close();
  });

  it("sends 413 instead of 100 Continue if the announced body is too long", async () => {
    const head = "POST / HTTP/1.1\r\nHost: example.com\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n";
    const seen = await ask(head, tell, { maxBodyBytes: 4 });
    expect(seen).toMatch(/^HTTP\/1\.1 413 /);
    // The client may send its body all the same, so the connection cannot carry another request.
    expect(seen).toMatch(/\r\nconnection: close\r\n/i);
  });

  it.each(["GET", "HEAD"])(
    "passes on a %s with a body without the body, as Request demands",
    async (method) => {
      const head = `${method} / HTTP/1.1\r\nHost: example.com\r\nContent-Length: 4\r\n${END}body`;
      const seen = await ask(head, async (request) => {
        return new Response(null, { headers: { "x-seen": `${request.method} ${request.body}` } });
      });
      expect(seen).toContain(`x-seen: ${method} null`);
    },
  );

  it("aborts the request's signal when the client disconnects, but not after a normal response", async () => {
    const signals: AbortSignal[] = [];
    const gone = Promise.withResolvers<void>();
    const { url, port, close } = await serve(async (request) => {
      signals.push(request.signal);
      request.signal.addEventListener("abort", () => gone.resolve());
      if (request.url.endsWith("/waits")) await gone.promise;
      return new Response("fine");
    });
    await (await fetch(url)).text();
    const { socket } = await openRaw({ port, host: "127.0.0.1" }, `GET /waits HTTP/1.1\r\nHost: x\r\n\r\n`);
    await expect.poll(() => signals.length).toBe(2);
    socket.destroy();
    await gone.promise;
    expect(signals.map(({ aborted }) => aborted)).toEqual([false, true]);
    await close();
  });
});

describe("serve, given a response,", () => {
  const get = `GET / HTTP/1.1\r\nHost: example.com\r\n${END}`;

  it("replaces a wrong Content-Length by the right one", async () => {
    const seen = await ask(get, async () => new Response("äö", { headers: { "content-length": "99" } }));
    expect(seen.match(/content-length: \d+/gi)).toEqual(["content-length: 4"]);
    expect(seen).not.toContain("chunked");
  });

  it.each([[["one"]], [["one ", "two"]], [["one ", "two ", "three"]]])(
    "joins the chunks %j of a streamed body into one response",
    async (texts) => {
      const whole = texts.join("");
      const pieces = [...texts];
      const body = new ReadableStream<Uint8Array>({
        async pull(controller) {
          const piece = pieces.shift();
          if (piece === undefined) controller.close();
          else controller.enqueue(new TextEncoder().encode(piece));
        },
      });
      const seen = await ask(get, async () => new Response(body));
      expect(seen.toLowerCase()).toContain(`content-length: ${whole.length}\r\n`);
      expect(seen.split("\r\n\r\n")[1]).toBe(whole);
    },
  );

  it("sends nothing if the body fails", async () => {
    const body = new ReadableStream({ pull: () => Promise.reject(new Error("on purpose")) });
    expect(await ask(get, async () => new Response(body))).toBe("");
  });

  it.each([
    ["the length of the body", new Response("body"), "4"],
    [
      "the Content-Length that the handler set",
      new Response(null, { headers: { "content-length": "7" } }),
      "7",
    ],
  ])("answers HEAD without a body and with %s", async (_which, response, length) => {
    const seen = await ask(get.replace("GET", "HEAD"), async () => response);
    expect(seen).toMatch(/\r\n\r\n$/);
    expect(/content-length: (\d+)/i.exec(seen)?.[1]).toBe(length);
  });

  it.each([{}, { "content-length": "7" }])(
    "sends Content-Length: 0 with a GET's response without a body, even if the handler set %j",
    async (headers) => {
      const seen = await ask(get, async () => new Response(null, { headers }));
      expect(seen.match(/content-length: \d+/gi)).toEqual(["content-length: 0"]);
    },
  );

  it.each([204, 304])("sends no Content-Length with status %i", async (status) => {
    expect(await ask(get, async () => new Response(null, { status }))).not.toMatch(/content-length/i);
  });
});
