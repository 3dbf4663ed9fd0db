import { rename } from "node:fs/promises";
import { createServer } from "node:net";
import type { FetchHandler, ServeOptions, Server } from "../../runtimes/shared/server/server.ts";
import { withTemporaryFolder } from "./temporary-folder.ts";

/** The `serve` of a runtime. */
export type Serve = (handler: FetchHandler, options?: ServeOptions) => Promise<Server>;

/** A request after whose answer the server ends the connection. */
export const GET = "GET /credentials HTTP/1.1\r\nHost: example.com\r\nConnection: close\r\n\r\n";

/** Answers with the URL that it sees, and who asks. */
export const tellClient: FetchHandler = async (request, client) =>
  new Response(`${request.url} for ${JSON.stringify(client)}`);

/** Lets a test use a server, and closes it. */
export async function using(opening: Promise<Server>, use: (server: Server) => Promise<void>): Promise<void> {
  const server = await opening;
  try {
    await use(server);
  } finally {
    await server.close();
  }
}

/** A handler that tells when it is asked, and answers when it is told. */
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

/** Leaves a socket that nobody answers, as a process does that is killed. */
export async function leaveSocket(path: string): Promise<void> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(`${path}.was`, resolve));
  await rename(`${path}.was`, path);
  await new Promise((resolve) => server.close(resolve));
}

/** A test that has the path of a socket in a folder of its own. */
export function inFolder(use: (unix: string) => Promise<void>): () => Promise<void> {
  return () => withTemporaryFolder((folder) => use(`${folder}/podkey.sock`));
}
