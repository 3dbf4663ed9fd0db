import { rename } from "node:fs/promises";
import { createServer } from "node:net";
import type { FetchHandler, ServeOptions, Server } from "../../runtimes/shared/server/server.ts";
import { withTemporaryFolder } from "./temporary-folder.ts";

/** The `serve` of a runtime. */
export type Serve = (handler: FetchHandler, options?: ServeOptions) => Promise<Server>;

/** A request that asks the server to end the connection after its response. */
export const GET = "GET /credentials HTTP/1.1\r\nHost: example.com\r\nConnection: close\r\n\r\n";

/** Answers with the URL and the client of the request. */
export const tellClient: FetchHandler = async (request, client) =>
  new Response(`${request.url} for ${JSON.stringify(client)}`);

/** Runs a test with a server, and closes the server. */
export async function using(opening: Promise<Server>, use: (server: Server) => Promise<void>): Promise<void> {
  const server = await opening;
  try {
    await use(server);
  } finally {
    await server.close();
  }
}

/** Makes a handler that signals its call (`asked`) and answers only after `answer()`. */
export function heldHandler(): { handler: FetchHandler; asked: Promise<void>; answer: () => void } {
  const asked = Promise.withResolvers<void>();
  const answered = Promise.withResolvers<void>();
  const handler: FetchHandler = async () => {
    asked.resolve();
    await answered.promise;
    return new Response("held");
  };
  return { handler, asked: asked.promise, answer: answered.resolve };
}

/** Leaves a socket without a listener, as a killed process does. */
export async function leaveSocket(path: string): Promise<void> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(`${path}.was`, resolve));
  await rename(`${path}.was`, path);
  await new Promise((resolve) => server.close(resolve));
}

/** Makes a test that gets the path of a socket in its own folder. */
export function inFolder(use: (unix: string) => Promise<void>): () => Promise<void> {
  return () => withTemporaryFolder((folder) => use(`${folder}/podkey.sock`));
}
