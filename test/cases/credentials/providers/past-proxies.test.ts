import { describe, expect, it } from "vitest";
import { fromContainer } from "../../../../src/credentials/providers/container/from-container.ts";
import { fromInstanceMetadata } from "../../../../src/credentials/providers/instance/from-instance-metadata.ts";
import { CONTAINER_BODY } from "../../../support/aws-examples.ts";
import { fakeRuntime, json } from "../../../support/fake-runtime.ts";
import { errorOf } from "../../../support/rejection.ts";

const PROXY = "http://127.0.0.1:3128";
const AGENT_URI = "http://169.254.170.23/v1/credentials";
const AGENT_URI_V6 = "http://[fd00:ec2::23]/v1/credentials";

describe("a metadata provider without a way past proxies", () => {
  it.each(["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"])(
    "sends nothing if %s is set, and names the variable",
    async (variable) => {
      const { ports, requests } = fakeRuntime({ env: { [variable]: PROXY } });
      const error = await errorOf(
        fromContainer({ ports, uri: AGENT_URI, token: "a.b.c" })(),
        "CONFIGURATION",
      );

      expect(error.setting).toBe(variable);
      expect(error.message).toContain("NO_PROXY=169.254.170.23");
      expect(requests).toEqual([]);
      expect((await errorOf(fromInstanceMetadata({ ports })(), "CONFIGURATION")).setting).toBe(variable);
      expect(requests).toEqual([]);
    },
  );

  it.each([
    [AGENT_URI, { NO_PROXY: "*" }],
    [AGENT_URI, { NO_PROXY: "169.254.0.0/16" }],
    [AGENT_URI, { NO_PROXY: ".170.23" }],
    [AGENT_URI, { NO_PROXY: "169.254.170.23:80" }],
    [AGENT_URI, { NO_PROXY: "169.254.170.23", no_proxy: "example.com" }],
    [AGENT_URI, { NO_PROXY: "", no_proxy: "169.254.170.23" }],
    [AGENT_URI_V6, { NO_PROXY: "fd00:ec2::23" }],
    [AGENT_URI_V6, { NO_PROXY: "[fd00:ec2::23]" }],
  ])("sends nothing to %s if only some runtimes obey %j", async (uri, exceptions) => {
    const { ports, requests } = fakeRuntime({ env: { HTTP_PROXY: PROXY, ...exceptions } });

    await errorOf(fromContainer({ ports, uri })(), "CONFIGURATION");
    expect(requests).toEqual([]);
  });

  it.each([
    [AGENT_URI, { NO_PROXY: "example.com, 169.254.170.23" }],
    [AGENT_URI, { no_proxy: "169.254.170.23" }],
    [AGENT_URI_V6, { NO_PROXY: "fd00:ec2::23,[fd00:ec2::23]" }],
    [AGENT_URI, { HTTP_PROXY: "" }],
  ])("asks %s if %j keeps it from the proxy", async (uri, env) => {
    const { ports, requests } = fakeRuntime({
      env: { HTTP_PROXY: PROXY, ...env },
      answers: [json(CONTAINER_BODY)],
    });

    await fromContainer({ ports, uri })();
    expect(requests).toMatchObject([{ url: uri }]);
  });
});

describe("a metadata provider with a way past proxies", () => {
  it.each([
    ["sendDirect", AGENT_URI],
    ["sendDirect", "http://localhost/credentials"],
    ["send", "https://example.com/credentials"],
  ])("uses %s for %s although HTTP_PROXY is set", async (port, uri) => {
    const used: string[] = [];
    const { ports } = fakeRuntime({ env: { HTTP_PROXY: PROXY } });
    const answer = (name: string) => async () => {
      used.push(name);
      return Response.json(CONTAINER_BODY);
    };
    const ways = { send: answer("send"), sendDirect: answer("sendDirect") };
    const direct = { ...ports, fetch: Object.assign(answer("fetch"), ways) };

    const { accessKeyId } = await fromContainer({ ports: direct, uri, token: "a.b.c" })();
    expect(accessKeyId).toBe(CONTAINER_BODY["AccessKeyId"]);
    expect(used).toEqual([port]);
  });
});
