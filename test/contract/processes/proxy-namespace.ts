import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import process from "node:process";
import { runProcess } from "../../../tools/run-process.ts";
import { CONTAINER_BODY } from "../../support/aws-examples.ts";
import { ROOT, RUNTIME_COMMANDS, type ServerRuntime } from "./runtime-commands.ts";

// Runs in a network namespace of its own. Gives it the link-local addresses of AWS, a metadata service and a proxy, starts
// programs with the environments of standard input, and prints a line of JSON for each.

/** The environment of one run. */
export interface ProxyRun {
  readonly runtime: ServerRuntime;
  readonly env: Readonly<Record<string, string>>;
}

/** What one run did. */
export interface ProxyResult extends ProxyRun {
  /** Access key ids or error codes, by ports and host. */
  readonly results: Readonly<Record<string, string>>;
  /** The URLs of podkey's requests that reached the proxy. */
  readonly leaked: readonly string[];
  /** Whether the proxy got the request that `fetch` made without podkey. */
  readonly isControlProxied: boolean;
}

const ADDRESSES = ["169.254.170.23/32", "169.254.169.254/32", "fd00:ec2::23/128"];
const PROXY_PORT = 3128;
const BODY = { Code: "Success", ...CONTAINER_BODY, Expiration: "2100-01-01T00:00:00Z" };

/** Answers as the Pod Identity Agent and as IMDSv2 do. */
const metadata: RequestListener = ({ url = "" }, response) => {
  if (url.endsWith("/api/token")) response.end("metadata-token");
  else if (url.endsWith("/security-credentials/")) response.end("role");
  else response.end(JSON.stringify(BODY));
};

const proxied: string[] = [];

/** Answers with credentials of its own, as a hostile proxy would. */
const proxy: RequestListener = ({ url = "" }, response) => {
  proxied.push(url);
  response.end(JSON.stringify({ ...BODY, AccessKeyId: "ASIAOFTHEPROXY" }));
};

async function listen(listener: RequestListener, host: string, port: number): Promise<void> {
  const server = createServer(listener);
  server.on("connect", ({ url = "" }, socket) => {
    proxied.push(url);
    socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
  });
  server.listen(port, host);
  await once(server, "listening");
}

async function readRuns(): Promise<ProxyRun[]> {
  let text = "";
  for await (const part of process.stdin) text += String(part);
  return JSON.parse(text);
}

execFileSync("ip", ["link", "set", "lo", "up"]);
for (const address of ADDRESSES) {
  // Without `nodad` an IPv6 address cannot be used before the kernel has looked for duplicates.
  const flags = address.includes(":") ? ["nodad"] : [];
  execFileSync("ip", ["address", "add", address, "dev", "lo", ...flags]);
}
for (const address of [...ADDRESSES.map((each) => each.replace(/\/\d+$/, "")), "127.0.0.1"]) {
  await listen(metadata, address, 80);
}
await listen(proxy, "127.0.0.1", PROXY_PORT);

for (const { runtime, env } of await readRuns()) {
  proxied.length = 0;
  const program = `${ROOT}test/contract/processes/read-metadata.ts`;
  const { PATH = "", HOME = "" } = process.env;
  const settings = { cwd: ROOT, env: { PATH, HOME, NO_COLOR: "1", ...env } };
  const { stdout, stderr } = await runProcess([...RUNTIME_COMMANDS[runtime], program, runtime], settings);
  if (stdout === "") throw new Error(`${runtime} printed nothing: ${stderr}`);
  const result: ProxyResult = {
    runtime,
    env,
    results: JSON.parse(stdout),
    leaked: proxied.filter((url) => !/control|^169\.254\.170\.23:80$/.test(url)),
    isControlProxied: proxied.length > 0,
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
}
process.exit();
