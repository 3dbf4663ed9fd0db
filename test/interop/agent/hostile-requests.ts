import type { ServerRuntime } from "./process.ts";

/** The status codes of a server's answers in order, joined with commas; empty if it only closes the connection. */
type Statuses = Readonly<Record<ServerRuntime, string>>;

/** Bytes of an attacker, or at the limit of what a client may send. */
export interface HostileRequest {
  readonly name: string;
  readonly bytes: (token: string) => string;
  readonly statuses: Statuses;
}

const HOST = "Host: 127.0.0.1";
const MEBIBYTE = 2 ** 20;

/** Paths that the agent does not serve. */
const OTHER_PATHS = [
  "/",
  "/v1/credentials/",
  "//v1/credentials",
  "/V1/credentials",
  "/v1/%63redentials",
  "/v1/credentials%00",
  "/healthz",
  "/latest/meta-data/iam/security-credentials/",
];

/** The agent's contract allows every method. */
const METHODS = ["POST", "PUT", "DELETE", "OPTIONS", "HEAD", "PROPFIND"];

/** Writes the head of a request after which the connection closes. */
function request(line: string, ...headers: readonly string[]): string {
  return [line, "Connection: close", ...headers, "", ""].join("\r\n");
}

/** Writes a GET request for credentials. */
function get(...headers: readonly string[]): string {
  return request("GET /v1/credentials HTTP/1.1", ...headers);
}

function all(status: string): Statuses {
  return { node: status, bun: status, deno: status };
}

function row(name: string, statuses: string | Statuses, bytes: (token: string) => string): HostileRequest {
  return { name, bytes, statuses: typeof statuses === "string" ? all(statuses) : statuses };
}

/** Authorization headers without a token, with a broken one, or with two. */
export const HOSTILE_HEADERS: readonly HostileRequest[] = [
  row("no token", "400", () => get(HOST)),
  row("an empty token", "400", () => get(HOST, "Authorization:")),
  row("a token after Bearer", "400", (token) => get(HOST, `Authorization: Bearer ${token}`)),
  row("a token of 9,000 bytes", "400", () => get(HOST, `Authorization: ${"a".repeat(9000)}`)),
  row("a token of 20,000 bytes", { node: "431", bun: "431", deno: "400" }, () =>
    get(HOST, `Authorization: ${"a".repeat(20_000)}`),
  ),
  row("3,000 headers", { node: "431", bun: "431", deno: "400" }, (token) =>
    get(HOST, `Authorization: ${token}`, ...Array.from({ length: 3000 }, (_, index) => `x-${index}: 1`)),
  ),
  row("a token and a NUL", "400", (token) => get(HOST, `Authorization: ${token}\0`)),
  row("a token and a carriage return", "400", (token) => get(HOST, `Authorization: ${token}\rx-role: admin`)),
  row("a token and a line feed", { node: "400", bun: "400", deno: "200" }, (token) =>
    get(HOST, `Authorization: ${token}\nx-role: admin`),
  ),
  row("a token on two lines", "400", (token) => get(HOST, `Authorization: ${token}\r\n more`)),
  row("a token and a tab", "400", (token) => get(HOST, `Authorization: ${token}\tmore`)),
  row("a token and a byte beyond ASCII", "400", (token) => get(HOST, `Authorization: ${token}\xe9`)),
  row("a space before the colon", "400", (token) => get(HOST, `Authorization : ${token}`)),
  row("the same token twice", "400", (token) =>
    get(HOST, `Authorization: ${token}`, `Authorization: ${token}`),
  ),
  row("a good token before a bad one", "400", (token) =>
    get(HOST, `Authorization: ${token}`, "Authorization: bad"),
  ),
  row("a bad token before a good one", "400", (token) =>
    get(HOST, "Authorization: bad", `Authorization: ${token}`),
  ),
];

/** Hosts that the agent does not allow, with a valid token. */
export const HOSTILE_HOSTS: readonly HostileRequest[] = [
  row("another host", "403", (token) => get("Host: agent.example.com", `Authorization: ${token}`)),
  row("another host with a request target that names the right one", "403", (token) =>
    request(
      "GET http://127.0.0.1/v1/credentials HTTP/1.1",
      "Host: agent.example.com",
      `Authorization: ${token}`,
    ),
  ),
  row("localhost", "403", (token) => get("Host: localhost", `Authorization: ${token}`)),
  row("the right host as a user name", "403", (token) =>
    get("Host: 127.0.0.1@agent.example.com", `Authorization: ${token}`),
  ),
  row("the right host after a user name", "403", (token) =>
    get("Host: agent.example.com@127.0.0.1", `Authorization: ${token}`),
  ),
  row("two hosts, the right one first", { node: "400", bun: "403", deno: "400" }, (token) =>
    get(HOST, "Host: agent.example.com", `Authorization: ${token}`),
  ),
  row("two hosts, the right one last", { node: "400", bun: "403", deno: "400" }, (token) =>
    get("Host: agent.example.com", HOST, `Authorization: ${token}`),
  ),
  row("no host", { node: "400", bun: "400", deno: "403" }, (token) => get(`Authorization: ${token}`)),
  row("an empty host", "403", (token) => get("Host:", `Authorization: ${token}`)),
  row("no host in HTTP/1.0", "403", (token) =>
    request("GET /v1/credentials HTTP/1.0", `Authorization: ${token}`),
  ),
];

/** Other methods and paths, with a valid token. */
export const OTHER_TARGETS: readonly HostileRequest[] = [
  ...OTHER_PATHS.map((path) =>
    row(`the path ${path}`, "404", (token) =>
      request(`GET ${path} HTTP/1.1`, HOST, `Authorization: ${token}`),
    ),
  ),
  ...METHODS.map((method) =>
    row(`the method ${method}`, "200", (token) =>
      request(`${method} /v1/credentials HTTP/1.1`, HOST, `Authorization: ${token}`),
    ),
  ),
  row("the method TRACE", { node: "400", bun: "200", deno: "200" }, (token) =>
    request("TRACE /v1/credentials HTTP/1.1", HOST, `Authorization: ${token}`),
  ),
  row("the method CONNECT", { node: "", bun: "404", deno: "404" }, (token) =>
    request("CONNECT agent.example.com:443 HTTP/1.1", HOST, `Authorization: ${token}`),
  ),
  row("an unknown method", { node: "400", bun: "", deno: "200" }, (token) =>
    request("STEAL /v1/credentials HTTP/1.1", HOST, `Authorization: ${token}`),
  ),
  row("a query", "200", (token) =>
    request("GET /v1/credentials?role=admin HTTP/1.1", HOST, `Authorization: ${token}`),
  ),
];

/** Messages that are not HTTP, or that two servers may read differently. */
export const HOSTILE_MESSAGES: readonly HostileRequest[] = [
  row(
    "the first bytes of TLS",
    "400",
    () => `\x16\x03\x01\x00\xa5\x01\x00\x00\xa1\x03\x03${"x".repeat(200)}`,
  ),
  row("HTTP/3.7", { node: "400", bun: "505", deno: "400" }, (token) =>
    request("GET /v1/credentials HTTP/3.7", HOST, `Authorization: ${token}`),
  ),
  row("HTTP/1.0 with a host", "200", (token) =>
    request("GET /v1/credentials HTTP/1.0", HOST, `Authorization: ${token}`),
  ),
  row("a length together with chunks", "400", (token) =>
    post(token, ["Content-Length: 5", "Transfer-Encoding: chunked"], "0\r\n\r\nGET /"),
  ),
  row("two lengths", "400", (token) => post(token, ["Content-Length: 0", "Content-Length: 5"], "hello")),
  row("a length below zero", "400", (token) => post(token, ["Content-Length: -1"], "")),
  row("malformed chunks", { node: "400", bun: "400", deno: "" }, (token) =>
    post(token, ["Transfer-Encoding: chunked"], "zz\r\n"),
  ),
  row(
    "a body for a GET",
    "200",
    (token) => `${get(HOST, `Authorization: ${token}`, "Content-Length: 4")}body`,
  ),
  row(
    "three requests at once, the second without a token",
    { node: "200,400,200", bun: "", deno: "200,400,200" },
    (token) => {
      const open = ["GET /v1/credentials HTTP/1.1", HOST];
      const first = [...open, `Authorization: ${token}`, "", ""].join("\r\n");
      const second = [...open, "", ""].join("\r\n");
      return first + second + get(HOST, `Authorization: ${token}`);
    },
  ),
];

/** Requests so large that the server may answer and close the connection before the client has sent everything. */
export const LARGE_REQUESTS: readonly Omit<HostileRequest, "statuses">[] = [
  { name: "a token of 1 MiB", bytes: () => get(HOST, `Authorization: ${"a".repeat(MEBIBYTE)}`) },
  { name: "a path of 1 MiB", bytes: () => request(`GET /${"a".repeat(MEBIBYTE)} HTTP/1.1`, HOST) },
  {
    name: "a body of 3 MiB",
    bytes: (token) => post(token, [`Content-Length: ${3 * MEBIBYTE}`], "b".repeat(3 * MEBIBYTE)),
  },
];

function post(token: string, headers: readonly string[], body: string): string {
  return request("POST /v1/credentials HTTP/1.1", HOST, `Authorization: ${token}`, ...headers) + body;
}
