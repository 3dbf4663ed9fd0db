import { afterEach, describe, expect, it } from "vitest";
import { serve } from "../../../runtimes/node/serve.ts";
import type { FetchHandler, ServeOptions, Server } from "../../../runtimes/shared/server/server.ts";
import { openRaw, type RawConnection } from "../../support/raw-http.ts";

const HEAD = "GET / HTTP/1.1\r\nHost: example.com\r\n";
const BRIEF = { requestTimeoutMs: 200 };
const LARGE_ANSWER_BYTES = 2 ** 23;

describe("serve", () => {
  let server: Server | undefined;

  afterEach(() => server?.close());

  async function connected(
    text: string,
    options: ServeOptions,
    handler: FetchHandler = async () => new Response("fine"),
  ): Promise<RawConnection> {
    server = await serve(handler, options);
    return openRaw({ port: server.port, host: "127.0.0.1" }, text);
  }

  it.each([
    ["sends nothing", "", /^HTTP\/1\.1 408 /],
    ["never ends its headers", `${HEAD}X-Note: `, /^HTTP\/1\.1 408 /],
    ["never ends its body", `${HEAD}Content-Length: 9\r\n\r\nabc`, /^(HTTP\/1\.1 408 [\s\S]*)?$/],
    ["stays idle after its response", `${HEAD}\r\n`, /^HTTP\/1\.1 200 [\s\S]*fine$/],
  ])("ends the connection of a client that %s", async (_which, text, answer) => {
    const connection = await connected(text, BRIEF);
    expect(await connection.ended()).toMatch(answer);
  });

  it.each([
    ["headers", `${HEAD}X-Note: `],
    ["body", `${HEAD}Content-Length: 1000000\r\n\r\n`],
  ])("ends the connection of a client that sends its %s byte by byte", async (_which, text) => {
    const { socket, ended } = await connected(text, BRIEF);
    const drip = setInterval(() => socket.write("a"), 10);
    expect(await ended()).not.toContain("200 OK");
    clearInterval(drip);
  });

  it("ends the connection of a client that does not read its response", async () => {
    const asked = Promise.withResolvers<void>();
    const connection = await connected("", BRIEF, async () => {
      asked.resolve();
      return new Response(new Uint8Array(LARGE_ANSWER_BYTES));
    });
    connection.socket.pause();
    connection.socket.write(`${HEAD}\r\n`);
    await asked.promise;
    // A client that does not read cannot see the end. Closing with a long grace returns only if the server ended the connection.
    await server?.close({ graceMs: 60_000 });
    connection.socket.destroy();
  });

  it("waits for a handler that takes longer than requestTimeoutMs", async () => {
    const { ended } = await connected(
      `${HEAD}Connection: close\r\n\r\n`,
      { requestTimeoutMs: 50 },
      async () => {
        await new Promise((resolve) => setTimeout(resolve, 200));
        return new Response("late");
      },
    );
    expect(await ended()).toMatch(/^HTTP\/1\.1 200 [\s\S]*late$/);
  });

  it("answers other clients while 500 clients are slow", async () => {
    const first = await connected(`${HEAD}X-Note: `, { requestTimeoutMs: 60_000 });
    const { port, url } = server ?? { port: 0, url: "" };
    const others = Array.from({ length: 499 }, () =>
      openRaw({ port, host: "127.0.0.1" }, `${HEAD}Content-Length: 9\r\n\r\nabc`),
    );
    const slow = [first, ...(await Promise.all(others))];
    const answers = Array.from({ length: 50 }, async () => (await fetch(url)).text());
    expect(new Set(await Promise.all(answers))).toEqual(new Set(["fine"]));
    expect(slow.map(({ received }) => received())).toEqual(slow.map(() => ""));
  });

  it.each([
    [8000, 200, undefined],
    [17_000, 431, undefined],
    [8000, 431, 4096],
    [30_000, 200, 65_536],
  ])(
    "answers a header of %i bytes with status %i if maxHeaderBytes is %s",
    async (length, status, maxHeaderBytes) => {
      const text = `${HEAD}X-Note: ${"a".repeat(length)}\r\nConnection: close\r\n\r\n`;
      const connection = await connected(text, maxHeaderBytes === undefined ? {} : { maxHeaderBytes });
      expect(await connection.until(/\r\n\r\n/)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    },
  );

  it("answers with Connection: close while the server is closing", async () => {
    const asked = Promise.withResolvers<void>();
    const answered = Promise.withResolvers<Response>();
    const connection = await connected(`${HEAD}\r\n`, {}, () => {
      asked.resolve();
      return answered.promise;
    });
    await asked.promise;
    const closed = server?.close({ graceMs: 60_000 });
    answered.resolve(new Response("last"));
    await closed;
    expect(await connection.ended()).toMatch(/connection: close/i);
  });
});
