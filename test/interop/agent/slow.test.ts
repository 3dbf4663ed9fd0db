import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { associateCheckout, CHECKOUT, type ClockedEmulator, serveClockedEmulator } from "./pod.ts";
import { type AgentProcess, SERVER_RUNTIMES, type ServerRuntime, startAgentProcess } from "./process.ts";
import { askForCredentials, untilEnd } from "./raw-socket.ts";

/** A client that starts a request and does not finish it. */
interface SlowClient {
  readonly name: string;
  readonly begin: (token: string) => string;
  /** The status before the server closes the connection, or "open" if it does not: Deno leaves connections open after an answer too. */
  readonly end: Readonly<Record<ServerRuntime, "408" | "200" | "" | "open">>;
}

const HEADERS = "GET /v1/credentials HTTP/1.1\r\nHost: 127.0.0.1\r\n";

const SLOW_CLIENTS: readonly SlowClient[] = [
  { name: "send nothing", begin: () => "", end: { node: "408", bun: "", deno: "open" } },
  {
    name: "send half of their headers",
    begin: () => HEADERS,
    end: { node: "408", bun: "", deno: "open" },
  },
  {
    name: "send half of a body",
    begin: (token) =>
      `${HEADERS.replace("GET", "POST")}Authorization: ${token}\r\nContent-Length: 100\r\n\r\nhalf`,
    end: { node: "408", bun: "200", deno: "open" },
  },
  {
    name: "keep an idle connection",
    begin: (token) => `${HEADERS}Authorization: ${token}\r\n\r\n`,
    end: { node: "200", bun: "200", deno: "open" },
  },
];

const CONNECTIONS = 200;

describe.each(SERVER_RUNTIMES)("an agent on %s", (runtime) => {
  let served: ClockedEmulator;
  let agent: AgentProcess;
  let token: string;

  beforeAll(async () => {
    served = await serveClockedEmulator();
    await associateCheckout(served);
    token = await served.emulator.issueToken(CHECKOUT);
    const serve = { requestTimeoutMs: 1000 };
    agent = await startAgentProcess({ runtime, endpoint: served.url, serve });
  });

  afterAll(async () => {
    await agent.close();
    await served.close();
  });

  it.concurrent.each(SLOW_CLIENTS)("answers pods while 200 clients $name", async ({ begin, end }) => {
    const sockets = Array.from({ length: CONNECTIONS }, () => beginOn(agent.port, begin(token)));
    const ends = sockets.map(untilEnd);
    // The backlog of a listening socket may be shorter than the burst; the rest connect when the kernel tries again.
    await Promise.all(sockets.map((socket) => once(socket, "connect")));
    for (let count = 0; count < 20; count += 1) {
      expect(await askForCredentials(agent.url, token)).toMatchObject({ status: 200 });
    }
    const expected = end[runtime];
    if (expected === "open") {
      expect(sockets.filter(({ readyState }) => readyState !== "open")).toEqual([]);
      for (const socket of sockets) socket.destroy();
      return;
    }
    const answers = await Promise.all(ends);
    expect(new Set(answers.map(({ statuses }) => statuses))).toEqual(new Set([expected]));
  });
});

function beginOn(port: number, bytes: string): Socket {
  const socket = connect(port, "127.0.0.1");
  socket.write(bytes);
  return socket;
}
