import type { ServerResponse } from "node:http";

/** Sends an answer, when its body is whole. Rejects if the body cannot be read. */
export async function send(response: Response, method: string, outgoing: ServerResponse): Promise<void> {
  const body = await readWhole(response);
  const head: string[] = [];
  for (const [name, value] of response.headers) {
    if (name !== "content-length" && name !== "transfer-encoding") head.push(name, value);
  }
  const length = lengthOf(response, method, body.length);
  // Without it Node sends chunks, in more writes.
  if (length !== undefined) head.push("content-length", length);
  outgoing.writeHead(response.status, head).end(body);
}

/** By a reader, which costs less than `arrayBuffer()`. */
async function readWhole({ body }: Response): Promise<Uint8Array> {
  if (body === null) return new Uint8Array();
  const reader = body.getReader();
  const chunks: Uint8Array[] = [];
  for (let read = await reader.read(); !read.done; read = await reader.read()) chunks.push(read.value);
  const [first = new Uint8Array()] = chunks;
  return chunks.length < 2 ? first : Buffer.concat(chunks);
}

/** What `Content-Length` says. The answer to a HEAD says what it was given, for it has no body to measure. */
function lengthOf({ status, headers }: Response, method: string, bodyLength: number): string | undefined {
  if (status === 204 || status === 304) return undefined;
  if (method === "HEAD" && bodyLength === 0) return headers.get("content-length") ?? undefined;
  return String(bodyLength);
}
