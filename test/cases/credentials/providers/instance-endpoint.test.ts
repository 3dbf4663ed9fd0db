import { describe, expect, it } from "vitest";
import { fromInstanceMetadata } from "../../../../src/credentials/providers/instance/from-instance-metadata.ts";
import { fakeRuntime, text } from "../../../support/fake-runtime.ts";
import { errorOf, podkeyErrorOf } from "../../../support/rejection.ts";

const ENDPOINT = "AWS_EC2_METADATA_SERVICE_ENDPOINT";
const MODE = "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE";

async function asked(env: Record<string, string>, endpoint?: string): Promise<string[]> {
  const { ports, requests } = fakeRuntime({ answers: [text("no", 400)], env });
  await podkeyErrorOf(fromInstanceMetadata({ ports, ...(endpoint && { endpoint }) })());
  return requests.map(({ url }) => url);
}

describe("fromInstanceMetadata", () => {
  it.each([
    ["EC2's", {}, undefined, "http://169.254.169.254"],
    ["EC2's if the variables are empty", { [ENDPOINT]: "", [MODE]: "" }, undefined, "http://169.254.169.254"],
    ["EC2's by mode", { [MODE]: "ipv4" }, undefined, "http://169.254.169.254"],
    ["EC2's of IPv6", { [MODE]: "IPv6" }, undefined, "http://[fd00:ec2::254]"],
    [
      "the variable's over the mode's",
      { [ENDPOINT]: "http://127.1:8080/", [MODE]: "IPv6" },
      undefined,
      "http://127.0.0.1:8080",
    ],
    ["the option's over all", { [ENDPOINT]: "http://localhost" }, "http://[::1]:1338", "http://[::1]:1338"],
    ["any by https", {}, "https://example.com/imds//", "https://example.com/imds"],
  ])("asks the endpoint that is %s", async (_, env, endpoint, url) => {
    expect(await asked(env, endpoint)).toEqual([`${url}/latest/api/token`]);
  });

  it.each([
    "http://example.com",
    "http://169.254.170.2",
    "http://169.254.170.23",
    "http://[fd00:ec2::23]",
    "http://169a254a169a254",
    "http://example.169.254.169.254.example.com",
    "http://example-localhost",
    "http://169.254.169.254.example.com",
    "http://169.254.169.254@example.com",
    "http://alice@169.254.169.254",
    "http://0.0.0.0",
    "http://10.0.0.1",
    "http://[::ffff:169.254.169.254]",
    "http://localhost.",
    "https://example.com/?a=b",
    "https://example.com/#a",
    "ftp://localhost",
    "169.254.169.254",
    "",
  ])("refuses the endpoint %j", async (endpoint) => {
    const { ports } = fakeRuntime();

    const error = await errorOf(fromInstanceMetadata({ ports, endpoint })(), "CONFIGURATION");
    expect(error).toMatchObject({ setting: "endpoint" });
  });

  it("names the variable that holds a refused endpoint or mode", async () => {
    const bad = fakeRuntime({ env: { [ENDPOINT]: "http://example.com" } });
    const badMode = fakeRuntime({ env: { [MODE]: "IPv5" } });

    expect(await errorOf(fromInstanceMetadata({ ports: bad.ports })(), "CONFIGURATION")).toMatchObject({
      setting: ENDPOINT,
    });
    expect(await errorOf(fromInstanceMetadata({ ports: badMode.ports })(), "CONFIGURATION")).toMatchObject({
      setting: MODE,
    });
  });
});
