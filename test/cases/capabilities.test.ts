import { describe, expect, it } from "vitest";
import { bunPorts } from "../../runtimes/bun/ports.ts";
import { serve as serveOnBun } from "../../runtimes/bun/serve.ts";
import { cloudflarePorts } from "../../runtimes/cloudflare/ports.ts";
import { denoPorts } from "../../runtimes/deno/ports.ts";
import { serve as serveOnDeno } from "../../runtimes/deno/serve.ts";
import { nodePorts } from "../../runtimes/node/ports.ts";
import { serve as serveOnNode } from "../../runtimes/node/serve.ts";
import { fromContainer } from "../../src/credentials/providers/container/from-container.ts";
import { fromEnv } from "../../src/credentials/providers/from-env.ts";
import type { Ports } from "../../src/ports.ts";
import { resolvePorts } from "../../src/ports.ts";
import { signHeaders } from "../../src/signing/sign-request.ts";
import type { Adapter } from "../capabilities.ts";
import { errorOf, rejectionOf } from "../support/rejection.ts";
import { has, LOOPBACK, RUNNING, RUNNING_NAME } from "../support/running.ts";
import { signingContext } from "../support/signing-context.ts";

const MADE: Record<Adapter, () => Ports> = {
  node: nodePorts,
  deno: denoPorts,
  bun: bunPorts,
  cloudflare: () => cloudflarePorts({ PODKEY_RUNTIME: RUNNING_NAME }),
  web: () => resolvePorts(),
};
const SERVERS = { node: serveOnNode, deno: serveOnDeno, bun: serveOnBun };
const CHANCE_AT_MODULE_SCOPE = outcomeOf(() => crypto.getRandomValues(new Uint8Array(1)));
const TOKEN = new TextEncoder().encode("token");

function outcomeOf(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}

function ownPorts(): Ports {
  return MADE[RUNNING.adapter]();
}

describe("the adapter", () => {
  it.each(["node", "deno", "bun", "cloudflare", "web"] as const)(
    "%s works on its runtimes, and throws CONFIGURATION on any other",
    async (adapter) => {
      if (RUNNING.adapters.includes(adapter)) {
        const digest = await MADE[adapter]().digest.sha256Hex(TOKEN);
        expect(digest).toHaveLength(64);
        return;
      }
      const setting = `podkey/${adapter}`;
      const error = await errorOf((async () => MADE[adapter]())(), "CONFIGURATION");

      expect(error.setting).toBe(setting);
      expect(error.message).toContain("import the entry of the runtime that you are on");
    },
  );
});

describe("a runtime", () => {
  it("provides environment variables, or fromEnv fails with NOT_CONFIGURED", async () => {
    const ports = ownPorts();
    if (has("environment")) expect(ports.env("PODKEY_RUNTIME")).toBe(RUNNING_NAME);
    else await errorOf(fromEnv({ ports })(), "NOT_CONFIGURED");
  });

  it("reads files, or fromContainer fails with INVALID_TOKEN for a token file", async () => {
    const ports = ownPorts();
    if (has("files")) {
      expect(await ports.readText("package.json")).toContain('"name": "podkey"');
      return;
    }
    const provider = fromContainer({ uri: `${LOOPBACK}/`, tokenFile: "/var/run/token", ports });

    expect((await errorOf(provider(), "INVALID_TOKEN")).message).toContain(
      "/var/run/token could not be read",
    );
  });

  it("gives undefined for a file that does not exist", async () => {
    expect(await ownPorts().readText("no/such/file")).toBeUndefined();
  });

  it("returns a hash synchronously, or as a promise", async () => {
    const hashed = ownPorts().digest.sha256Hex(TOKEN);

    expect(hashed instanceof Promise).toBe(!has("synchronousDigest"));
    expect(await hashed).toMatch(/^3c469e9d/);
  });

  it.each(["node", "deno", "bun"] as const)(
    "serves with podkey/%s if it supports that adapter, or the adapter refuses to serve",
    async (adapter) => {
      const serving = SERVERS[adapter](async () => new Response("served"));
      if (!RUNNING.adapters.includes(adapter)) {
        expect((await errorOf(serving, "CONFIGURATION")).setting).toBe(`podkey/${adapter}`);
        return;
      }
      const server = await serving;
      const answer = fetch(server.url).then((response) => response.text());
      if (has("server")) expect(await answer).toBe("served");
      else expect(await rejectionOf(answer)).toBeInstanceOf(Error);
      await server.close();
    },
  );

  it("shows the status of a redirect or hides it, and podkey refuses the redirect either way", async () => {
    const provider = fromContainer({ uri: `${LOOPBACK}/redirect`, ports: ownPorts() });
    const error = await errorOf(provider(), "INVALID_RESPONSE");

    expect(error.status).toBe(has("readableRedirects") ? 302 : 0);
    expect(error.message).toContain("no redirect");
  });

  it("accepts the redirect mode error in a request, or throws a TypeError", () => {
    const outcome = outcomeOf(() => new Request(LOOPBACK, { redirect: "error" }));

    expect(outcome).toBeInstanceOf(has("refusesRedirectsItself") ? Request : TypeError);
  });

  it("sends the Host header of the request, or the host of the URL", async () => {
    const response = await fetch(LOOPBACK, { headers: { host: "example.com" } });
    const { host }: { host: string } = await response.json();

    expect(host).toBe(has("sendsHost") ? "example.com" : new URL(LOOPBACK).host);
  });

  it("may refuse a header value beyond Latin-1, and podkey refuses to sign it", async () => {
    const headers = { "x-amz-meta": "✓" };

    expect(outcomeOf(() => new Headers(headers)) instanceof TypeError).toBe(has("latin1Headers"));
    const signing = signHeaders({ method: "GET", url: "https://example.com/", headers }, signingContext());
    expect((await errorOf(signing, "INVALID_REQUEST")).field).toBe("headers");
  });

  it("may refuse a URL whose host has a space, and podkey refuses it before it sends a request", async () => {
    const uri = "http://exa mple.com/";

    expect(URL.canParse(uri)).toBe(!has("strictHosts"));
    await errorOf(fromContainer({ uri, ports: ownPorts() })(), "CONFIGURATION");
  });

  it("gives random values while a module loads, or throws an error", () => {
    expect(CHANCE_AT_MODULE_SCOPE).toBeInstanceOf(has("moduleScopeChance") ? Uint8Array : Error);
  });
});
