import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import type { RequestListener } from "node:http";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { fetchWithCa } from "../../../cli/agent/fetch-with-ca.ts";
import { rejectionOf } from "../../support/rejection.ts";

type FetchInit = Parameters<ReturnType<typeof fetchWithCa>>[1];

/** Makes a key and a certificate for loopback that signs itself. */
const OPENSSL =
  "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 1 -subj /CN=issuer -addext subjectAltName=IP:127.0.0.1";

let folder: string;
let certificate: string;
let key: string;
let server: Server | undefined;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "podkey-ca-"));
  const [keyFile, certificateFile] = [join(folder, "key.pem"), join(folder, "ca.pem")];
  execFileSync("openssl", [...OPENSSL.split(" "), "-keyout", keyFile, "-out", certificateFile], {
    stdio: "ignore",
  });
  [key, certificate] = await Promise.all([readFile(keyFile, "utf8"), readFile(certificateFile, "utf8")]);
});

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

afterAll(() => rm(folder, { recursive: true }));

async function serveWith(listener: RequestListener): Promise<string> {
  server = createServer({ key, cert: certificate }, listener);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}/keys`;
}

/** Sends a request that trusts the certificate. */
async function send(url: string, init: Partial<FetchInit> = {}): Promise<Response> {
  const signal = new AbortController().signal;
  return fetchWithCa(async () => certificate)(url, {
    method: "GET",
    headers: {},
    body: undefined,
    redirect: "manual",
    signal,
    ...init,
  } as FetchInit);
}

describe("a request of the agent that trusts a CA file", () => {
  it("carries method, headers and body, and returns status, every header and body", async () => {
    const url = await serveWith(async (incoming, outgoing) => {
      const { method, headers } = incoming;
      outgoing.writeHead(201, { "set-cookie": ["a=1", "b=2"], "x-note": "kept" });
      outgoing.end(`${method} ${headers.authorization} ${await text(incoming)}`);
    });
    const response = await send(url, {
      method: "POST",
      headers: { authorization: "Bearer t" },
      body: "sent",
    });

    expect(response.status).toBe(201);
    expect(response.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
    expect(response.headers.get("x-note")).toBe("kept");
    expect(await response.text()).toBe("POST Bearer t sent");
  });

  it.each([204, 205, 304])("returns a response with status %i, which has no body", async (status) => {
    const url = await serveWith((_, outgoing) => outgoing.writeHead(status).end());
    const response = await send(url);

    expect([response.status, response.body]).toEqual([status, null]);
  });

  it("opens a connection of its own, because the next request may need other certificates", async () => {
    const ports: unknown[] = [];
    const url = await serveWith(({ socket }, outgoing) => {
      ports.push(socket.remotePort);
      outgoing.end();
    });
    for (let times = 0; times < 2; times += 1) await (await send(url)).text();

    expect(new Set(ports).size).toBe(2);
  });

  it("rejects if another certificate than that of the file signed the server's", async () => {
    const url = await serveWith((_, outgoing) => outgoing.end());
    const untrusting = fetchWithCa(async () => "")(url, {
      method: "GET",
      headers: {},
      signal: new AbortController().signal,
    } as FetchInit);

    expect(await rejectionOf(untrusting)).toMatchObject({ code: "DEPTH_ZERO_SELF_SIGNED_CERT" });
  });

  it("ends with the signal of its caller", async () => {
    const asked = Promise.withResolvers<void>();
    const url = await serveWith(() => asked.resolve());
    const caller = new AbortController();
    const sent = rejectionOf(send(url, { signal: caller.signal }));
    await asked.promise;
    caller.abort();

    expect(await sent).toMatchObject({ name: "AbortError" });
  });

  it("refuses a stream, before it reads the certificates", async () => {
    expect(String(await rejectionOf(send("https://127.0.0.1:1/", { body: new ReadableStream() })))).toBe(
      "TypeError: a stream cannot be sent with a CA file",
    );
  });
});
