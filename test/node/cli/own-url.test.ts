import { expect, it } from "vitest";
import { leadsTo } from "../../../cli/agent/own-url.ts";

/** Tells whether a URL leads to a server at another one. */
function leads(url: string, server: string): boolean {
  const port = Number(new URL(server).port || 80);
  return leadsTo([{ url: server, port, close: async () => undefined }])(new URL(url));
}

it.each([
  ["http://127.0.0.1:8080/v1/credentials", "http://127.0.0.1:8080"],
  ["http://localhost:8080/v1/credentials", "http://127.0.0.1:8080"],
  ["http://127.0.0.1:8080/v1/credentials", "http://localhost:8080"],
  ["http://169.254.170.23/v1/credentials", "http://169.254.170.23:80"],
  ["https://169.254.170.23/v1/credentials", "http://169.254.170.23:443"],
  ["http://169.254.170.23:9090/v1/credentials", "http://0.0.0.0:9090"],
  ["http://[fd00:ec2::23]:9090/v1/credentials", "http://[::]:9090"],
])("%s leads to the agent at %s", (url, server) => {
  expect(leads(url, server)).toBe(true);
});

it.each([
  ["http://127.0.0.1:8081/v1/credentials", "http://127.0.0.1:8080"],
  ["http://127.0.0.2:8080/v1/credentials", "http://127.0.0.1:8080"],
  ["http://169.254.170.23/v1/credentials", "http://169.254.170.23:443"],
  ["https://169.254.170.23/v1/credentials", "http://169.254.170.23:80"],
  ["http://169.254.170.23:9091/v1/credentials", "http://0.0.0.0:9090"],
])("%s does not lead to the agent at %s", (url, server) => {
  expect(leads(url, server)).toBe(false);
});

it("a URL leads to the agent if it leads to one of several servers", () => {
  const servers = [8080, 9090].map((port) => ({
    url: `http://127.0.0.1:${port}`,
    port,
    close: async () => undefined,
  }));

  expect(leadsTo(servers)(new URL("http://127.0.0.1:9090/"))).toBe(true);
  expect(leadsTo([])(new URL("http://127.0.0.1:9090/"))).toBe(false);
});
