import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

const OPEN_TO_BROWSERS = { "access-control-allow-origin": "*", "access-control-allow-headers": "*" };

/**
 * Starts the only server that cases may ask over a real network. `/redirect` answers 302, and every other path answers with the
 * request's headers as JSON. Returns the server's origin. The server does not keep the process running.
 */
export async function startLoopback(): Promise<string> {
  const server = createServer(({ url, headers }, response) => {
    if (url === "/redirect") response.writeHead(302, { ...OPEN_TO_BROWSERS, location: "/" }).end();
    else response.writeHead(200, OPEN_TO_BROWSERS).end(JSON.stringify(headers));
  });
  server.listen(0, "127.0.0.1").unref();
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}`;
}
