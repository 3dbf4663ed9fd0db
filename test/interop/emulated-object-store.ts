import type { ServiceHandler } from "../../src/emulator/world/service-handler.ts";

/** Makes a handler of S3 that keeps objects in memory by their decoded path. */
export function emulatedObjectStore(): ServiceHandler {
  const objects = new Map<string, Uint8Array<ArrayBuffer>>();
  return async (request) => {
    const path = decodeURIComponent(new URL(request.url).pathname);
    if (request.method === "PUT") {
      objects.set(path, new Uint8Array(await request.arrayBuffer()));
      return new Response(null, { headers: { etag: '"1"' } });
    }
    const body = objects.get(path);
    if (body !== undefined) return new Response(request.method === "HEAD" ? null : body);
    const error = "<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message></Error>";
    return new Response(error, { status: 404, headers: { "content-type": "application/xml" } });
  };
}
