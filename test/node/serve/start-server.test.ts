import fs from "node:fs/promises";
import http from "node:http";
import { afterEach, describe, expect, it, vi } from "vitest";
import { serve } from "../../../runtimes/node/serve.ts";
import { withTemporaryFolder } from "../../contract/temporary-folder.ts";
import { openRaw } from "../../support/raw-http.ts";
import { rejectionOf } from "../../support/rejection.ts";

const handler = async (): Promise<Response> => new Response("fine");

afterEach(() => {
  vi.restoreAllMocks();
});

describe("Node's server", () => {
  it.each([
    [200, 200],
    [30_000, 1000],
  ])("with a limit of %i ms looks for slow connections every %i ms", async (requestTimeoutMs, intervalMs) => {
    const created = vi.spyOn(http, "createServer");
    const server = await serve(handler, { requestTimeoutMs });
    await server.close();

    expect(created.mock.calls).toEqual([[{ connectionsCheckingInterval: intervalMs }]]);
  });

  it("keeps its limit of headers where node:http refuses that interval, as on workerd", async () => {
    const { createServer } = http;
    const created = vi.spyOn(http, "createServer").mockImplementation(((options: object) => {
      if ("connectionsCheckingInterval" in options) throw new TypeError("not supported");
      return createServer(options);
    }) as never);
    const server = await serve(handler, { maxHeaderBytes: 4096 });
    expect(await (await fetch(server.url)).text()).toBe("fine");
    await server.close();

    expect(created.mock.lastCall).toEqual([{ maxHeaderSize: 4096 }]);
  });

  it("stops listening on a unix socket whose mode cannot be set", () =>
    withTemporaryFolder(async (folder) => {
      const path = `${folder}/podkey.sock`;
      vi.spyOn(fs, "chmod").mockRejectedValue(new Error("EPERM"));

      expect(String(await rejectionOf(serve(handler, { unix: path })))).toContain("EPERM");
      expect(await rejectionOf(openRaw({ path }))).toMatchObject({ code: "ENOENT" });
    }));
});
