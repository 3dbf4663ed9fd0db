import process from "node:process";
import { setImmediate as nextTurn } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { countListeners } from "../../support/count-listeners.ts";
import { errorOf } from "../../support/rejection.ts";
import {
  type Answerer,
  INCOMPLETE,
  OK,
  send,
  sendByPort,
  serveRaw,
  write,
  writeAndEnd,
} from "./raw-server.ts";

const silent: Answerer = () => undefined;

describe("a connection of Node's own way of sending", () => {
  it("serves the next request too", async () => {
    await using server = await serveRaw(write(OK));
    for (let count = 0; count < 3; count += 1) await send(server.url);

    expect(server.sockets).toHaveLength(1);
  });

  it("is replaced if the server has ended it", async () => {
    await using server = await serveRaw(writeAndEnd(OK));
    await send(server.url);
    await server.allClosed();
    await send(server.url);

    expect(server.sockets).toHaveLength(2);
  });

  it("gives a NETWORK error that can be retried if the server ends it as the next request starts", async () => {
    await using server = await serveRaw((socket, count) => {
      if (count === 2) socket.destroy();
      else socket.write(OK);
    });
    await send(server.url);
    const error = await errorOf(send(server.url), "NETWORK");

    expect(error).toMatchObject({ retryable: true, networkCode: "ECONNRESET" });
    expect((await send(server.url)).body).toBe("ok");
  });

  it("ends at an abort before the response, and leaves no listener", async () => {
    const arrived = Promise.withResolvers<void>();
    await using server = await serveRaw(() => arrived.resolve());
    const caller = new AbortController();
    const listeners = countListeners(caller.signal);
    const sent = sendByPort(server.url, caller.signal);
    await arrived.promise;
    caller.abort(new Error("enough"));

    await expect(sent).rejects.toThrow("enough");
    await server.allClosed();
    expect(listeners()).toBe(0);
  });

  it.each([
    ["between headers and body", 0, INCOMPLETE],
    ["within the body", 1, `${INCOMPLETE}ok`],
  ])("ends at an abort %s, and leaves no listener", async (_, chunks, text) => {
    await using server = await serveRaw(write(text));
    const caller = new AbortController();
    const listeners = countListeners(caller.signal);
    const response = await sendByPort(server.url, caller.signal);
    const reader = response.body?.getReader();
    for (let count = 0; count < chunks; count += 1) await reader?.read();
    const reading = reader?.read();
    caller.abort(new Error("enough"));

    await expect(reading).rejects.toThrow();
    await server.allClosed();
    await nextTurn();
    expect(listeners()).toBe(0);
  });

  it("is not opened if the signal has aborted, or aborts at once", async () => {
    await using server = await serveRaw(write(OK));
    await errorOf(send(server.url, { signal: AbortSignal.abort() }), "ABORTED");
    const caller = new AbortController();
    const sent = errorOf(send(server.url, { signal: caller.signal }), "ABORTED");
    caller.abort();
    await sent;

    expect(server.received()).toBe("");
  });

  it.each<[string, Answerer]>([
    ["headers", silent],
    ["body", write(`${INCOMPLETE}ok`)],
  ])("ends at the time limit if the %s do not come", async (_, answer) => {
    await using server = await serveRaw(answer);

    await errorOf(send(server.url, { timeoutMs: 100 }), "TIMEOUT");
    await expect(server.allClosed()).resolves.toBeUndefined();
  });

  it("serves 2,000 requests in turn alone, 200 at once have no more than 200, and none leaves a listener or a warning", async () => {
    const warnings: Error[] = [];
    const onWarning = (warning: Error): number => warnings.push(warning);
    process.on("warning", onWarning);
    await using server = await serveRaw(write(OK));
    const { signal } = new AbortController();
    const listeners = countListeners(signal);
    for (let count = 0; count < 2000; count += 1) await send(server.url, { signal });
    expect(server.sockets).toHaveLength(1);
    await Promise.all(Array.from({ length: 200 }, () => send(server.url)));
    await nextTurn();
    process.off("warning", onWarning);

    expect(server.sockets.length).toBeLessThanOrEqual(200);
    expect(listeners()).toBe(0);
    expect(warnings).toEqual([]);
  });
});
