import { describe, expect, it } from "vitest";
import { errorOf } from "../../support/rejection.ts";
import { OK, send, sendByPort, serveRaw, write } from "./raw-server.ts";

describe("a request by Node's own way of sending", () => {
  it.each(["GET", "POST", "PUT", "DELETE"])(
    "states the length of its body, so that a %s holds no second request",
    async (method) => {
      await using server = await serveRaw(write(OK));
      await send(server.url, { method, body: "GÉT / HTTP/1.1\r\n\r\n" });

      expect(server.received().match(/content-length: \d+/gi)).toEqual(["content-length: 19"]);
      expect(server.received()).not.toMatch(/transfer-encoding/i);
    },
  );

  it("names itself, and asks for a body that is not compressed", async () => {
    await using server = await serveRaw(write(OK));
    await send(server.url);

    expect(server.received()).toMatch(/^user-agent: node\r$/m);
    expect(server.received()).toMatch(/^accept-encoding: identity\r$/m);
    expect(server.received()).toMatch(/^x-note: a\r$/m);
  });

  it.each(["a\r\nx-evil: b", "a\nb", "a\u0000"])("is not sent with the header value %j", async (value) => {
    await using server = await serveRaw(write(OK));
    const { signal } = new AbortController();

    await expect(sendByPort(server.url, signal, { "x-note": value })).rejects.toThrow(TypeError);
    expect(server.received()).toBe("");
  });

  it("reaches an IPv6 address", async () => {
    await using server = await serveRaw(write(OK), "::1");

    expect((await send(server.url)).body).toBe("ok");
  });

  it("reaches localhost on the one of its addresses that answers", async () => {
    await using server = await serveRaw(write(OK));

    expect((await send(server.url.replace("127.0.0.1", "localhost"))).body).toBe("ok");
  });

  it.each([
    ["http://127.0.0.1:1/", "ECONNREFUSED"],
    ["http://localhost:1/", "ECONNREFUSED"],
    ["http://podkey.invalid/", /^(ENOTFOUND|EAI_AGAIN)$/],
    ["http://bücher.invalid/", /^(ENOTFOUND|EAI_AGAIN)$/],
  ])("to %s fails with the code %s", async (url, code) => {
    const { networkCode, retryable } = await errorOf(send(url), "NETWORK");

    expect([networkCode, retryable]).toEqual([expect.stringMatching(code), true]);
  });
});
