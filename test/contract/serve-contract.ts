import { describe, expect, test } from "vitest";
import type { FetchHandler } from "../../runtimes/shared/server/server.ts";
import { createEmulator } from "../../src/emulator/create-emulator.ts";
import { askRaw, openRaw } from "../support/raw-http.ts";
import { errorOf, rejectionOf } from "../support/rejection.ts";
import { GET, heldHandler, type Serve, tellClient, using } from "./serve-subject.ts";
import { describeUnixSocket } from "./serve-unix-contract.ts";

const UNREAD_ANSWER_BYTES = 2 ** 26;
const POST = "POST / HTTP/1.1\r\nHost: example.com\r\n";

const readAll: FetchHandler = async (request) => new Response(String((await request.bytes()).length));

/** Tests what a server must do on every runtime. */
export function describeServe(name: string, serve: Serve): void {
  describe(`a server on ${name}`, () => {
    describeClient(serve);
    describeUnixSocket(serve);
    describeClose(serve);
    describeBodies(serve);
    describeLimits(serve);
  });
}

function describeClient(serve: Serve): void {
  test.each(["127.0.0.1", "::1", "[::1]"])(
    "passes the address of the client to the handler when it listens on %s",
    (hostname) =>
      using(serve(tellClient, { hostname }), async ({ url }) => {
        const address = hostname.replace(/[[\]]/g, "");
        expect(await (await fetch(url)).text()).toBe(`${url}/ for {"address":"${address}"}`);
      }),
  );

  test("passes an IPv4 address without its IPv6 prefix when it listens on ::", () =>
    using(serve(tellClient, { hostname: "::" }), async ({ port }) => {
      const seen = await askRaw({ port, host: "127.0.0.1" }, GET);
      expect(seen).toContain('for {"address":"127.0.0.1"}');
    }));

  test("accepts emulator.fetch as a handler without a wrapper", async () => {
    const emulator = createEmulator({ clusters: ["demo"] });
    await using(serve(emulator.fetch), async ({ url }) => {
      await fetch(`${url}/nothing`, { method: "POST", body: "text" });
      expect(emulator.requests).toMatchObject([{ method: "POST", body: "text" }]);
    });
  });

  test("rejects with the runtime's error when the port is taken", () =>
    using(serve(tellClient), async ({ port }) => {
      expect(await rejectionOf(serve(tellClient, { port }))).toMatchObject({ code: "EADDRINUSE" });
    }));

  test.each([
    ["unix", { unix: "/nowhere/podkey.sock", port: 1 }],
    ["unix", { unix: "/nowhere/podkey.sock", hostname: "::1" }],
    ["port", { port: 70_000 }],
    ["maxBodyBytes", { maxBodyBytes: -1 }],
    ["requestTimeoutMs", { requestTimeoutMs: Number.POSITIVE_INFINITY }],
    ["maxConnections", { maxConnections: 0 }],
    ["maxConnectionsPerAddress", { maxConnectionsPerAddress: 1.5 }],
  ])("refuses a bad %s before it listens", async (setting, options) => {
    expect(await errorOf(serve(tellClient, options), "CONFIGURATION")).toMatchObject({ setting });
  });
}

function describeClose(serve: Serve): void {
  test("finishes a response in progress when it closes, and accepts no new connection", async () => {
    const { handler, asked, answer } = heldHandler();
    const { port, close } = await serve(handler);
    const connection = await openRaw({ port, host: "127.0.0.1" }, GET.replace("close", "keep-alive"));
    await asked;
    const closed = close({ graceMs: 60_000 });
    await expect.poll(() => openRaw({ port, host: "127.0.0.1" }).catch(() => "refused")).toBe("refused");
    answer();
    await closed;
    expect(await connection.ended()).toMatch(/^HTTP\/1\.1 200 OK[\s\S]*held$/);
  });

  test.each([{}, { graceMs: 20 }])(
    "ends responses in progress when the grace is over: %o",
    async (options) => {
      const { handler, asked } = heldHandler();
      const { port, close } = await serve(handler);
      const connection = await openRaw({ port, host: "127.0.0.1" }, GET);
      await asked;
      await close(options);
      expect(await connection.ended()).not.toContain("200 OK");
    },
  );

  test("waits no longer than its grace for a client that does not read its response", async () => {
    const { port, close } = await serve(async () => new Response(new Uint8Array(UNREAD_ANSWER_BYTES)));
    const { socket, until } = await openRaw({ port, host: "127.0.0.1" }, GET);
    await until(/200 OK/);
    socket.pause();
    await close({ graceMs: 50 });
    socket.destroy();
  });

  test("refuses a grace that is not a whole number, and can still be closed", async () => {
    const { close } = await serve(tellClient);
    expect(await errorOf(close({ graceMs: Number.NaN }), "CONFIGURATION")).toMatchObject({
      setting: "graceMs",
    });
    await close();
  });

  test("ends at once when close() without a grace follows close() with one", async () => {
    const { handler, asked } = heldHandler();
    const { port, close } = await serve(handler);
    const connection = await openRaw({ port, host: "127.0.0.1" }, GET);
    await asked;
    const patient = close({ graceMs: 60_000 });
    await close();
    await patient;
    await connection.ended();
  });
}

function describeBodies(serve: Serve): void {
  const limits = { maxBodyBytes: 1000 };

  test("accepts a body of maxBodyBytes", () =>
    using(serve(readAll, limits), async ({ url }) => {
      const response = await fetch(url, { method: "POST", body: "a".repeat(1000) });
      expect(await response.text()).toBe("1000");
    }));

  test.each([
    `Content-Length: 1001\r\n\r\n${"a".repeat(1001)}`,
    `Transfer-Encoding: chunked\r\n\r\n3e9\r\n${"a".repeat(1001)}\r\n0\r\n\r\n`,
  ])("answers 413 to a body above maxBodyBytes", (rest) =>
    using(serve(readAll, limits), async ({ port }) => {
      const connection = await openRaw({ port, host: "127.0.0.1" }, POST + rest);
      expect(await connection.until(/\r\n\r\n/)).toMatch(/^HTTP\/1\.1 413 /);
      connection.socket.destroy();
    }),
  );

  test("gives up on a body that does not arrive, and answers other clients meanwhile", () =>
    using(serve(readAll, { requestTimeoutMs: 1000 }), async ({ url, port }) => {
      const slow = await openRaw({ port, host: "127.0.0.1" }, `${POST}Content-Length: 9\r\n\r\nabc`);
      expect(await (await fetch(url, { method: "POST", body: "quick" })).text()).toBe("5");
      // Deno answers and leaves the connection open. Bun ends it without a response.
      const seen = await slow.until(/ 408 /).catch(() => slow.ended());
      expect(seen).not.toContain("200 OK");
      slow.socket.destroy();
    }));
}

function describeLimits(serve: Serve): void {
  /** Asks from an address of this machine. Returns the status, or "closed" without a response. */
  const statusFor = async (port: number, localAddress: string): Promise<string> => {
    const seen = await askRaw({ port, host: "127.0.0.1", localAddress }, GET).catch(() => "");
    return /^HTTP\/1\.1 (\d+)/.exec(seen)?.[1] ?? "closed";
  };
  // Node closes a connection above the limit. Bun and Deno show no connections, so their requests get 503.
  const refused = /^(closed|503)$/;

  test("refuses a client whose address has maxConnectionsPerAddress requests in progress, and serves others", async () => {
    const { handler, asked, answer } = heldHandler();
    const askAll: FetchHandler = (request, client) =>
      client.address === "127.0.0.1" ? handler(request, client) : tellClient(request, client);
    await using(serve(askAll, { maxConnectionsPerAddress: 1 }), async ({ port }) => {
      const first = openRaw({ port, host: "127.0.0.1" }, GET);
      await asked;
      expect(await statusFor(port, "127.0.0.1")).toMatch(refused);
      expect(await statusFor(port, "127.0.0.2")).toBe("200");
      answer();
      expect(await (await first).ended()).toContain("held");
      await expect.poll(() => statusFor(port, "127.0.0.1")).toBe("200");
    });
  });

  test("refuses every client while maxConnections requests are in progress", async () => {
    const { handler, asked, answer } = heldHandler();
    await using(serve(handler, { maxConnections: 1 }), async ({ port }) => {
      const first = openRaw({ port, host: "127.0.0.1" }, GET);
      await asked;
      expect(await statusFor(port, "127.0.0.2")).toMatch(refused);
      answer();
      expect(await (await first).ended()).toContain("held");
      await expect.poll(() => statusFor(port, "127.0.0.2")).toBe("200");
    });
  });

  test("does not pass on a transfer-encoding that a handler sets", () =>
    using(
      serve(async () => new Response("body", { headers: { "transfer-encoding": "gzip" } })),
      async ({ port }) => {
        const seen = await askRaw({ port, host: "127.0.0.1" }, GET);
        expect(seen).not.toMatch(/transfer-encoding: gzip/i);
        expect(seen).toMatch(/body$/);
      },
    ));
}
