import { describe, expect, it } from "vitest";
import { text } from "../../support/fake-runtime.ts";
import { errorOf, podkeyErrorOf } from "../../support/rejection.ts";
import { scene } from "./one-client.ts";

const BODY = JSON.stringify({ cluster: { name: "demo", arn: "arn" } });

describe("a response", () => {
  it.each([300, 301, 302, 303, 307, 308, 399])(
    "with the redirect status %d is refused, and the redirect is not followed",
    async (status) => {
      const { call, requests } = scene([text("", status, { location: "https://example.com/" })]);
      const error = await errorOf(call(), "INVALID_RESPONSE");

      expect(error).toMatchObject({ path: "the status", status });
      expect(requests.map(({ redirect }) => redirect)).toEqual(["manual"]);
    },
  );

  it("that redirects is refused, even if a browser hides its status", async () => {
    const hidden = Object.defineProperty(Response.error(), "type", { value: "opaqueredirect" });
    const { call } = scene([() => hidden]);

    expect(await errorOf(call(), "INVALID_RESPONSE")).toMatchObject({ path: "the status" });
  });

  it("is read up to a limit of 1 MiB", async () => {
    const padding = 2 ** 20 - BODY.length;
    const fits = BODY + " ".repeat(padding);

    expect(await scene([text(fits)]).call()).toMatchObject({ name: "demo" });
    expect(await podkeyErrorOf(scene([text(`${fits} `)]).call())).toMatchObject({ code: "INVALID_RESPONSE" });
  });

  it("is not read beyond the limit of 1 MiB, even if it never ends", async () => {
    let chunks = 0;
    let isCancelled = false;
    const body = new ReadableStream({
      pull: (controller) => {
        chunks += 1;
        controller.enqueue(new Uint8Array(2 ** 16));
      },
      cancel: () => {
        isCancelled = true;
      },
    });
    await errorOf(scene([() => new Response(body)]).call(), "INVALID_RESPONSE");

    expect(isCancelled).toBe(true);
    expect(chunks).toBeLessThan(20);
  });

  it("that splits a character between chunks is decoded correctly", async () => {
    const bytes = new TextEncoder().encode(
      JSON.stringify({ cluster: { name: "demo", arn: "arn", status: "💚" } }),
    );
    const body = new ReadableStream({
      start: (controller) => {
        for (const byte of bytes) controller.enqueue(new Uint8Array([byte]));
        controller.close();
      },
    });

    expect(await scene([() => new Response(body)]).call()).toMatchObject({ status: "💚" });
  });
});
