import { describe, expect, it } from "vitest";
import { AGENT_HOSTS, createHostRule } from "../../../src/agent/host-rule.ts";
import type { AgentOptions } from "../../../src/agent/options.ts";
import { agentScene } from "./agent-scene.ts";
import { rawRequest, readAnswer } from "./answer.ts";
import { podToken } from "./pod-token.ts";

const ALLOWED = [
  "169.254.170.23",
  "169.254.170.23:80",
  "169.254.170.23:8080",
  "169.254.170.23:",
  "[fd00:ec2::23]",
  "[fd00:ec2::23]:80",
  "[fd00:ec2::23]:",
  "[FD00:EC2::23]:8080",
  "fd00:ec2::23",
  "FD00:ec2::23",
];

const REFUSED = [
  "localhost",
  "localhost:8080",
  "127.0.0.1",
  "[::1]:80",
  "169.254.169.254",
  "169.254.170.2",
  "169.254.170.23.example.com",
  "169.254.170.23.",
  "example.com:169.254.170.23",
  "user@169.254.170.23",
  "169.254.170.23@example.com",
  "169.254.170.23:80:80",
  "[169.254.170.23",
  "[fd00:ec2::23].example.com",
  "[fd00:ec2::24]",
  "fd00:ec2::23:80",
  "169.254.170.23, example.com",
  "0xa9.0xfe.0xaa.0x17",
  "constructor",
  "",
];

describe("the Host rule with the default hosts", () => {
  const isAllowed = createHostRule(AGENT_HOSTS);
  it.each(ALLOWED)("allows %j", (host) => {
    expect(isAllowed(host)).toBe(true);
  });

  it.each(REFUSED)("refuses %j", (host) => {
    expect(isAllowed(host)).toBe(false);
  });
});

async function ask(host: string, options: AgentOptions = {}) {
  const { agent, clock, source, events } = agentScene(options);
  const headers = { host, authorization: podToken("checkout-0") };
  const answer = await readAnswer(await clock.settle(agent.fetch(rawRequest(headers))));
  return { ...answer, exchanges: source.calls.length, events };
}

describe("a request that names another host", () => {
  it("is refused with 403 before the agent reads its token", async () => {
    const { status, text, exchanges, events } = await ask("agent.example.com");

    expect(status).toBe(403);
    expect(text).toMatch(
      /\(AccessDeniedException\): Access Denied\. Called agent through invalid address[^\n]*, fault: client\n$/,
    );
    expect(exchanges).toBe(0);
    expect(events).toMatchObject([
      { type: "answer", status: 403, awsCode: "AccessDeniedException", host: "agent.example.com" },
    ]);
  });

  it("is told the host that the agent saw and those that it allows", async () => {
    const { text } = await ask("agent.example.com:8080");

    expect(text).toContain(
      'the Host header is "agent.example.com:8080", and the agent allows 169.254.170.23, fd00:ec2::23',
    );
  });

  it("is told at most the first 253 characters of its host", async () => {
    const { text } = await ask("a".repeat(1000));

    expect(text).toContain(`the Host header is "${"a".repeat(253)}", and`);
  });

  it("is reported without its host if the host is allowed", async () => {
    const { events } = await ask("169.254.170.23");

    expect(events.find(({ type }) => type === "answer")).not.toHaveProperty("host");
  });

  it("is answered if strictHost is false", async () => {
    expect((await ask("agent.example.com", { strictHost: false })).status).toBe(200);
  });

  it.each([
    ["http://169.254.170.23/v1/credentials", 200],
    ["http://[FD00:0ec2:0::23]:8080/v1/credentials", 200],
    ["http://example.com/v1/credentials", 403],
  ])("is recognised by its URL if it has no Host header: %s", async (url, status) => {
    const { agent, clock } = agentScene();
    const request = rawRequest({ authorization: podToken("checkout-0") }, { url });

    expect((await clock.settle(agent.fetch(request))).status).toBe(status);
  });

  it.each(["agent.example.com:8080", "LOCALHOST", "[::1]:8080"])(
    "is answered if allowedHosts holds it: %j",
    async (host) => {
      const allowedHosts = ["Agent.example.com", "localhost", "[::1]"];

      expect((await ask(host, { allowedHosts })).status).toBe(200);
      expect((await ask("169.254.170.23", { allowedHosts })).status).toBe(403);
    },
  );
});
