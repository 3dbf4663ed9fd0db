import type { IncomingMessage } from "node:http";
import process from "node:process";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import type { Ports } from "../../src/ports.ts";

/** Statuses whose response has no body. */
const NO_BODY = new Set([204, 205, 304]);

/**
 * Makes a fetch that trusts the CA certificates that `readCa` returns, in PEM. It uses `node:https`, the one way in which
 * Node, Bun and Deno all take certificates for a single request. The certificates are read for each request, because
 * Kubernetes rotates them.
 */
export function fetchWithCa(readCa: () => Promise<string>): Ports["fetch"] {
  return async (url, { method, headers, body, signal }) => {
    if (body instanceof ReadableStream) throw new TypeError("a stream cannot be sent with a CA file");
    const ca = await readCa();
    // Loaded on demand, because few agents verify tokens of an issuer with a CA of its own.
    const { request } = process.getBuiltinModule("node:https");
    const incoming = await new Promise<IncomingMessage>((resolve, reject) => {
      const outgoing = request(url, { method, headers, ca, signal, agent: false }, resolve);
      outgoing.once("error", reject);
      outgoing.end(body);
    });
    return toResponse(incoming);
  };
}

async function toResponse(incoming: IncomingMessage): Promise<Response> {
  const { statusCode: status = 0, headersDistinct } = incoming;
  const headers = Object.entries(headersDistinct).flatMap(([name, values = []]) =>
    values.map((value): [string, string] => [name, value]),
  );
  if (NO_BODY.has(status)) {
    await buffer(incoming);
    return new Response(null, { status, headers });
  }
  return new Response(Readable.toWeb(incoming) as ReadableStream<Uint8Array>, { status, headers });
}
