import type { IncomingMessage, ServerResponse } from "node:http";
import { describe, expect, it } from "vitest";
import { toRequest } from "../../../runtimes/node/serve-request.ts";

const INCOMING = {
  method: "GET",
  url: "/",
  headers: { host: "example.com" },
  rawHeaders: ["Host", "example.com"],
};

/** Makes the request of a connection that has ended, and tells whether its response was sent by then. */
function requestOf(writableFinished: boolean): Request | undefined {
  const outgoing = { destroyed: true, writableFinished, once: () => undefined };
  return toRequest(
    INCOMING as unknown as IncomingMessage,
    outgoing as unknown as ServerResponse,
    new Uint8Array(),
  );
}

describe("the signal of a request, first used when its connection has ended,", () => {
  it("is aborted if the client disconnected before its response", () => {
    expect(requestOf(false)?.signal.aborted).toBe(true);
  });

  it("is not aborted if the response was sent", () => {
    expect(requestOf(true)?.signal.aborted).toBe(false);
  });

  it("is the same at each use", () => {
    const request = requestOf(false);

    expect(request?.signal).toBe(request?.signal);
  });
});
