import { describe, expect, it } from "vitest";
import { readInstanceIdentity } from "../../../../src/credentials/providers/instance/identity.ts";
import { queueTurn } from "../../../support/fake-clock.ts";
import { fakeRuntime, silence, text } from "../../../support/fake-runtime.ts";
import { connectionFailure, INSTANCE, onInstance } from "../../../support/on-instance.ts";
import { errorOf } from "../../../support/rejection.ts";

const ALL = {
  eksNodeName: INSTANCE.hostname,
  instanceId: INSTANCE.instanceId,
  zone: INSTANCE.availabilityZoneId,
};
const TOKEN = text("example-metadata-token");

describe("readInstanceIdentity", () => {
  it("reads the optional members of AssumeRoleForPodIdentity with one token", async () => {
    const { ports, operations } = onInstance();

    expect(await readInstanceIdentity({ ports })).toEqual(ALL);
    expect(operations()).toEqual([
      "PutMetadataToken",
      "GetInstanceMetadata",
      "GetInstanceMetadata",
      "GetInstanceMetadata",
    ]);
  });

  it.each([
    ["instanceId", "instanceId"],
    ["hostname", "eksNodeName"],
    ["availabilityZoneId", "zone"],
  ] as const)("leaves out the member of a missing %s", async (missing, member) => {
    const { [missing]: _, ...instance } = INSTANCE;
    const { [member]: __, ...rest } = ALL;

    expect(await readInstanceIdentity({ ports: onInstance(instance).ports })).toStrictEqual(rest);
  });

  it("leaves out a value that is not a name or id", async () => {
    const { ports, emulator } = onInstance();
    emulator.injectFault({ operation: "GetInstanceMetadata", kind: "malformedBody", body: "html", skip: 1 });

    expect(await readInstanceIdentity({ ports })).toEqual({ instanceId: ALL.instanceId, zone: ALL.zone });
  });

  it("keeps the values that it has while it retries a failed read", async () => {
    const answers = [TOKEN, text("i-1\n"), text("", 503), text("node-1\n"), text("usw2-az1")];
    const { ports, clock, requests } = fakeRuntime({ answers, random: 0.5 });

    expect(await clock.settle(readInstanceIdentity({ ports }))).toEqual({
      instanceId: "i-1",
      eksNodeName: "node-1",
      zone: "usw2-az1",
    });
    expect(requests).toHaveLength(5);
  });

  it("returns the values that it has at its deadline", async () => {
    const { ports, clock } = fakeRuntime({ answers: [TOKEN, text("i-1"), silence] });
    const startedMs = clock.now();

    expect(await clock.settle(readInstanceIdentity({ ports }))).toEqual({ instanceId: "i-1" });
    expect(clock.now() - startedMs).toBeLessThanOrEqual(2001);
  });

  it.each([
    ["there is no response", [silence], {}],
    ["the connection is refused", [connectionFailure("ECONNREFUSED")], {}],
    ["the response is a 404", [text("", 404)], {}],
    ["metadata is disabled", [], { AWS_EC2_METADATA_DISABLED: "true" }],
  ])("returns an empty identity if %s", async (_, answers, env) => {
    const { ports, clock } = fakeRuntime({ answers, env });

    expect(await clock.settle(readInstanceIdentity({ ports }))).toEqual({});
  });

  it.each([
    ["GetInstanceId", []],
    ["GetHostname", [text("i-1")]],
    ["GetZone", [text("i-1"), text("node-1")]],
  ])("names the read that was aborted: %s", async (operation, before) => {
    const { ports } = fakeRuntime({ answers: [TOKEN, ...before, silence] });
    const caller = new AbortController();
    const aborted = errorOf(readInstanceIdentity({ ports, signal: caller.signal }), "ABORTED");
    for (let turn = 0; turn < 20; turn += 1) await queueTurn();
    caller.abort();

    expect(await aborted).toMatchObject({ service: "instance-metadata", operation });
  });

  it("throws for an endpoint that must not be trusted, and for an abort", async () => {
    const { ports } = onInstance();
    const signal = AbortSignal.abort();

    await errorOf(readInstanceIdentity({ ports, endpoint: "http://example.com" }), "CONFIGURATION");
    expect((await errorOf(readInstanceIdentity({ ports, signal }), "ABORTED")).retryable).toBe(false);
  });
});
