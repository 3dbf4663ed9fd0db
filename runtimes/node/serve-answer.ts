import type { IncomingMessage, ServerResponse } from "node:http";
import { clientAt, type FetchHandler } from "../shared/server/server.ts";
import type { ServeLimits } from "../shared/server/settings.ts";
import { hasBody, isTooLong, readBody } from "./serve-body.ts";
import { toRequest } from "./serve-request.ts";
import { send } from "./serve-response.ts";

/** What a server answers with. */
export interface Serving {
  readonly handler: FetchHandler;
  readonly limits: ServeLimits;
  /** Whether the server listens no more, so that a client must not send another request. */
  isClosing(): boolean;
}

/** Answers one request. Rejects if the handler does, or the client goes away. */
export async function answer(
  serving: Serving,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const { handler, limits } = serving;
  const body = hasBody(incoming) ? await readBody(incoming, limits.maxBodyBytes) : new Uint8Array();
  if (body === undefined) {
    outgoing.writeHead(413).end();
    return;
  }
  const request = toRequest(incoming, outgoing, body);
  if (request === undefined) {
    outgoing.writeHead(400).end();
    return;
  }
  const response = await handler(request, clientAt(incoming.socket.remoteAddress));
  outgoing.shouldKeepAlive &&= !serving.isClosing();
  await send(response, request.method, outgoing);
  limitReading(outgoing, limits);
}

/** Ends the connection of a client that does not read its answer. */
export function limitReading(outgoing: ServerResponse, { requestTimeoutMs }: ServeLimits): void {
  if (!outgoing.writableFinished) outgoing.setTimeout(requestTimeoutMs, () => outgoing.destroy());
}

/** Answers a request whose client waits to be told to send its body (`Expect: 100-continue`). */
export async function answerExpectation(
  serving: Serving,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  if (isTooLong(incoming, serving.limits.maxBodyBytes)) {
    // Whether the client sends its body nevertheless is open, so this connection cannot carry another request.
    outgoing.writeHead(413, { connection: "close" }).end();
    return;
  }
  outgoing.writeContinue();
  await answer(serving, incoming, outgoing);
}
