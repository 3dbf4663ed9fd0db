import { describe, expect, it } from "vitest";
import { findRegion } from "../../../cli/agent/region.ts";
import { fakeRuntime, silence, text } from "../../support/fake-runtime.ts";
import { errorOf } from "../../support/rejection.ts";

const VARIABLES = { AWS_REGION: "eu-west-1", AWS_DEFAULT_REGION: "eu-west-2" };

/** Makes the network of an EC2 instance whose metadata answers the question for its region. */
function onInstance(...answer: Parameters<typeof text>) {
  return fakeRuntime({
    answers: [text("token", 200, { "x-aws-ec2-metadata-token-ttl-seconds": "60" }), text(...answer)],
  });
}

describe("the region of the agent", () => {
  it.each<[string, string | undefined, Record<string, string>, string]>([
    ["the flag", "eu-north-1", VARIABLES, "eu-north-1"],
    ["AWS_REGION", undefined, VARIABLES, "eu-west-1"],
    ["AWS_DEFAULT_REGION", undefined, { AWS_REGION: "", AWS_DEFAULT_REGION: "eu-west-2" }, "eu-west-2"],
  ])("comes from %s, without a request", async (_, flag, env, expected) => {
    const { ports, requests } = fakeRuntime({ env });

    expect(await findRegion(flag, ports)).toBe(expected);
    expect(requests).toEqual([]);
  });

  it.each(["us-gov-west-1", " us-iso-east-1\n"])(
    "comes from the instance if nothing else names it: %j",
    async (body) => {
      const { ports, requests } = onInstance(body);

      expect(await findRegion(undefined, ports)).toBe(body.trim());
      expect(requests.at(-1)?.url).toMatch(/\/latest\/meta-data\/placement\/region$/);
    },
  );

  it.each<[string, ...Parameters<typeof text>]>([
    ["is an error", "us-west-2", 500],
    ["is no region", "<html>us-west-2</html>"],
    ["has no number", "us-west-"],
    ["has a longer number", "us-west-22"],
    ["has a part too long", "usa-west-2"],
    ["has no place", "us-2"],
    ["has a capital", "us-West-2"],
  ])("is missing if the answer of the metadata %s", async (_, ...answer) => {
    const { ports } = onInstance(...answer);
    const { setting, message } = await errorOf(findRegion(undefined, ports), "CONFIGURATION");

    expect(setting).toBe("region");
    expect(message).toContain("pass --region, or set AWS_REGION");
  });

  it("is missing after two seconds outside EC2, where nothing answers", async () => {
    const { ports, clock } = fakeRuntime({ answers: [silence] });
    const startMs = clock.monotonic();
    await clock.settle(errorOf(findRegion(undefined, ports), "CONFIGURATION"));

    expect((clock.monotonic() - startMs) / 1000).toBeCloseTo(2, 1);
  });
});
