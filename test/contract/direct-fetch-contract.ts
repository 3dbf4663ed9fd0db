import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, test } from "vitest";
import { sendToMetadata } from "../../src/http/send-to-metadata.ts";
import type { Ports } from "../../src/ports.ts";
import { errorOf } from "../support/rejection.ts";

const CONTEXT = { service: "container-credentials", operation: "GetCredentials" };

/** Runs a test with a metadata endpoint on loopback. */
async function withEndpoint(listener: RequestListener, use: (url: string) => Promise<void>): Promise<void> {
  const server = createServer(listener);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  try {
    await use(`http://127.0.0.1:${port}/v1/credentials`);
  } finally {
    server.closeAllConnections?.();
    server.close();
  }
}

/** Tests that the direct requests of a runtime keep the limits of all others. */
export function describeDirectFetch(name: string, portsOf: () => Ports): void {
  const send = (url: string, settings: { timeoutMs?: number; signal?: AbortSignal; method?: string } = {}) =>
    sendToMetadata(
      { method: settings.method ?? "GET", url, headers: { authorization: "a.b.c" } },
      { ports: portsOf(), context: CONTEXT, timeoutMs: 5000, maxBodyBytes: 1000, ...settings },
    );

  describe(`a direct request on ${name}`, () => {
    test("sends method and headers, and returns status, headers and body", () =>
      withEndpoint(
        ({ method, headers }, response) => {
          response.writeHead(418, { "x-note": ["a", "b"] });
          response.end(`${method} ${headers.authorization} schlüssel`);
        },
        async (url) => {
          const answer = await send(url, { method: "PUT" });
          expect(answer).toMatchObject({ status: 418, body: "PUT a.b.c schlüssel" });
          expect(answer.headers.get("x-note")).toBe("a, b");
        },
      ));

    test("returns a response without a body", () =>
      withEndpoint(
        (_, response) => response.writeHead(204).end(),
        async (url) => expect(await send(url)).toMatchObject({ status: 204, body: "" }),
      ));

    test("refuses a redirect instead of following it", async () => {
      const paths: (string | undefined)[] = [];
      await withEndpoint(
        ({ url }, response) => {
          paths.push(url);
          response.writeHead(302, { location: "/elsewhere" }).end();
        },
        async (url) => {
          expect((await errorOf(send(url), "INVALID_RESPONSE")).message).toContain("302");
        },
      );
      expect(paths).toEqual(["/v1/credentials"]);
    });

    test("refuses a body that is too long, and ends the connection", async () => {
      const closed = Promise.withResolvers<void>();
      await withEndpoint(
        (_, response) => {
          response.once("close", () => closed.resolve());
          const write = (): void => {
            if (response.destroyed) return;
            response.write("a".repeat(500));
            setTimeout(write, 1);
          };
          write();
        },
        async (url) => {
          await errorOf(send(url), "INVALID_RESPONSE");
          await closed.promise;
        },
      );
    });

    test.each(["headers", "body"])(
      "gives up at its time limit if no %s arrive, and ends the connection",
      async (part) => {
        const closed = Promise.withResolvers<void>();
        await withEndpoint(
          (_, response) => {
            response.once("close", () => closed.resolve());
            if (part === "body") response.write("{");
          },
          async (url) => {
            await errorOf(send(url, { timeoutMs: 300 }), "TIMEOUT");
            await closed.promise;
          },
        );
      },
    );

    test("ends with the signal of its caller", async () => {
      const asked = Promise.withResolvers<void>();
      const caller = new AbortController();
      await withEndpoint(
        () => asked.resolve(),
        async (url) => {
          const sent = errorOf(send(url, { signal: caller.signal }), "ABORTED");
          await asked.promise;
          caller.abort();
          await sent;
        },
      );
    });

    test("is a NETWORK error that can be retried if the connection is refused", async () => {
      let closedUrl = "";
      await withEndpoint(
        () => undefined,
        async (url) => {
          closedUrl = url;
        },
      );
      const error = await errorOf(send(closedUrl), "NETWORK");
      expect(error).toMatchObject({ retryable: true, networkCode: "ECONNREFUSED" });
    });
  });
}
