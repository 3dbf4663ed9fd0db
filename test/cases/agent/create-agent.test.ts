import { describe, expect, it } from "vitest";
import { createAgent } from "../../../src/agent/create-agent.ts";
import { CREDENTIALS } from "../../support/aws-examples.ts";
import { emulatedAgent } from "./emulated-agent.ts";

describe("createAgent", () => {
  const good = { clusterName: "demo", region: "us-west-2", credentials: CREDENTIALS };

  it.each([
    ["clusterName", { ...good, clusterName: "" }],
    ["credentials", { clusterName: "demo", region: "us-west-2" }],
    ["maxCacheSize", { ...good, maxCacheSize: -1 }],
    ["maxServiceQps", { ...good, maxServiceQps: 0 }],
    ["maxServiceBurst", { ...good, maxServiceBurst: Number.NaN }],
    ["answerWithinMs", { ...good, answerWithinMs: Infinity }],
    ["maxTokenBytes", { ...good, maxTokenBytes: 0 }],
  ])("throws CONFIGURATION for a bad %s", (setting, options) => {
    expect(() => createAgent(options)).toThrow(
      expect.objectContaining({ code: "CONFIGURATION", setting, message: expect.stringContaining(setting) }),
    );
  });
});

describe("the node of an agent", () => {
  it("is sent to EKS Auth, and looked up once", async () => {
    let reads = 0;
    const node = () => {
      reads += 1;
      return { eksNodeName: "ip-10-0-0-1", instanceId: "i-1234567890abcdef0", zone: "usw2-az1" };
    };
    const { get, issueToken, emulator } = await emulatedAgent({ node });
    for (const pod of ["checkout-0", "checkout-1"]) await get(await issueToken(pod));

    expect(reads).toBe(1);
    expect(JSON.parse(emulator.requests.at(-1)?.body ?? "")).toEqual({
      eksNodeName: "ip-10-0-0-1",
      instanceId: "i-1234567890abcdef0",
      zone: "usw2-az1",
      token: expect.any(String),
    });
  });
});
