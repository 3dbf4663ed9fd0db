import { createServer } from "node:http";
import process from "node:process";
import { describe, expect, it } from "vitest";
import { answerAsAws, runProgram, withAws, withServer } from "./run-program.ts";

const [major = 0] = process.versions.node.split(".").map(Number);

/** Runs a program with a proxy in its environment. Returns its report and how many requests the proxy got. */
async function runBehindProxy(env: Readonly<Record<string, string>>, flags: readonly string[] = []) {
  let proxied = 0;
  const proxy = createServer((request, response) => {
    proxied += 1;
    answerAsAws(request, response);
  });
  // Node tunnels plain HTTP too, on some versions.
  proxy.on("connect", (_, socket) => {
    proxied += 1;
    socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
  });
  let report: Awaited<ReturnType<typeof runProgram>> | undefined;
  await withServer(proxy, (http_proxy) =>
    withAws(async (endpoint) => {
      report = await runProgram({ endpoint, env: { http_proxy, ...env }, flags });
    }),
  );
  return { ...report, proxied };
}

describe("a program on Node", () => {
  it("gets credentials and calls an operation without loading undici, and no open connection keeps it alive", () =>
    withAws(async (endpoint) => {
      const report = await runProgram({ endpoint, credentialsUri: `${endpoint}/v1/credentials` });

      expect(report).toEqual({ podkey: "ok", isUndiciLoaded: false, connections: [], fetch: "ok" });
    }));

  it("passes the proxy of its environment, as fetch does, unless it lets Node obey the variable", async () => {
    expect(await runBehindProxy({})).toMatchObject({ podkey: "ok", fetch: "ok", proxied: 0 });
  });

  it.each<[string, Readonly<Record<string, string>>, readonly string[]]>([
    ["NODE_USE_ENV_PROXY=1", { NODE_USE_ENV_PROXY: "1" }, []],
    ["--use-env-proxy", {}, ["--use-env-proxy"]],
  ])("sends operations to the proxy of its environment with %s, as fetch does", async (_, env, flags) => {
    const { podkey, fetch, proxied } = await runBehindProxy(env, flags);

    expect(proxied).toBe(2);
    expect(podkey === "ok").toBe(fetch === "ok");
  });

  it("obeys NO_PROXY, as fetch does", async () => {
    const env = { NODE_USE_ENV_PROXY: "1", NO_PROXY: "127.0.0.1" };

    expect(await runBehindProxy(env)).toMatchObject({ podkey: "ok", fetch: "ok", proxied: 0 });
  });

  it("gets the same error as with fetch if Node denies it the network, which versions before 25 cannot", () =>
    withAws(async (endpoint) => {
      const flags = ["--permission", "--allow-fs-read=*"];
      const { podkey, fetch } = await runProgram({ endpoint, flags });
      const outcome = major >= 25 ? "ERR_ACCESS_DENIED" : "ok";

      expect([podkey, fetch]).toEqual([outcome, outcome]);
    }));
});
