import { Server } from "node:net";
import { afterEach, describe, expect, it, vi } from "vitest";
import { checkEndpoint } from "../../../cli/agent/endpoint.ts";
import { listen } from "../../../cli/agent/listen.ts";
import { withTemporaryFolder } from "../../contract/temporary-folder.ts";
import { freePort } from "./in-process.ts";

const AGENT = {
  fetch: async () => new Response(),
  answer: async () => ({ status: 200, headers: {}, body: "" }),
};
const NO_LOG = (): void => undefined;

/** Makes every attempt to listen fail with a code of the system. */
function refuseToListen(code: string): void {
  vi.spyOn(Server.prototype, "listen").mockImplementation(function (this: Server) {
    queueMicrotask(() => this.emit("error", Object.assign(new Error(`listen ${code}`), { code })));
    return this;
  });
}

describe("an address of podkey agent", () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it.each([
    [
      "EADDRINUSE",
      "is another agent running? End it, or choose another port or address with --port or --bind-hosts",
    ],
    [
      "EACCES",
      "ports below 1024 need root or the capability NET_BIND_SERVICE: grant it, or choose another port with --port",
    ],
    [
      "EADDRNOTAVAIL",
      "this machine has no such address: add it (ip address add ::1 dev lo), or choose another address with --bind-hosts",
    ],
    [
      "EAFNOSUPPORT",
      "this machine has no such address: add it (ip address add ::1 dev lo), or choose another address with --bind-hosts",
    ],
    ["EPERM", "choose another port or address with --port or --bind-hosts"],
  ])("at which it cannot listen (%s) leads to an error that says what to do", async (code, advice) => {
    refuseToListen(code);
    const places = { port: 80, hosts: ["::1"], isStrict: true, unix: undefined };

    await expect(listen(AGENT, places, NO_LOG)).rejects.toThrow(
      `cannot listen on [::1]:80: ${code}; ${advice}`,
    );
  });

  it.each(["EADDRNOTAVAIL", "EAFNOSUPPORT"])("may be missing with %s, but not all of them", async (code) => {
    refuseToListen(code);
    const places = { port: 80, hosts: ["192.0.2.1", "192.0.2.2"], isStrict: false, unix: undefined };

    await expect(listen(AGENT, places, NO_LOG)).rejects.toThrow(`cannot listen on 192.0.2.1:80: ${code}`);
  });

  it("may be a unix socket alone", () =>
    withTemporaryFolder(async (folder) => {
      const unix = `${folder}/agent.sock`;
      const servers = await listen(AGENT, { port: 0, hosts: [], isStrict: false, unix }, NO_LOG);
      await Promise.all(servers.map((server) => server.close()));

      expect(servers.map(({ url }) => url)).toEqual([`unix:${unix}`]);
    }));

  it("closes again if the agent cannot listen on its unix socket", async () => {
    const port = await freePort();
    const places = { port, hosts: ["127.0.0.1"], isStrict: false, unix: "/dev/null/agent.sock" };

    await expect(listen(AGENT, places, NO_LOG)).rejects.toThrow(
      /^cannot listen on \/dev\/null\/agent\.sock: E\w+; choose another path with --unix$/,
    );
    await expect(fetch(`http://127.0.0.1:${port}`)).rejects.toThrow("fetch failed");
  });
});

it("the agent's check of its endpoint passes on an error that is not about a setting", () => {
  const failure = new RangeError("no access to the environment");
  const env = (): never => {
    throw failure;
  };

  expect(() => checkEndpoint({ region: "us-west-2" }, { env })).toThrow(failure);
});
