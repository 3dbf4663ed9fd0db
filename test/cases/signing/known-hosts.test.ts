import { describe, expect, it } from "vitest";
import { isPodkeyError } from "../../../src/errors/any-error.ts";
import { serviceOfHost } from "../../../src/signing/service-of-host.ts";
import AWS_HOSTS from "../../support/aws-hosts.json" with { type: "json" };

/** Every host of botocore's endpoint rule sets, in every region of every partition. */
function* knownHosts(): Generator<readonly [host: string, service: string, region: string]> {
  const { partitions, hosts, regionless } = AWS_HOSTS;
  for (const { DNS, DUAL, regions } of Object.values(partitions)) {
    for (const region of regions.split(" ")) {
      for (const [service, templates] of Object.entries(hosts)) {
        for (const template of templates.split(" ")) {
          const host = template.replace("REGION", region).replace("DNS", DNS).replace("DUAL", DUAL);
          yield [host, service, region];
        }
      }
    }
  }
  for (const [host, signature] of Object.entries(regionless)) {
    const [service = "", region = ""] = signature.split("@");
    yield [host, service, region];
  }
}

/** What the host is read as, or `refused`. */
function readHost(host: string): string {
  try {
    const { service, region } = serviceOfHost(`https://${host}/`, {});
    return `${service}@${region}`;
  } catch (error) {
    if (isPodkeyError(error) && error.code === "CONFIGURATION") return "refused";
    throw error;
  }
}

describe("serviceOfHost", () => {
  it("reads no host of botocore's endpoint rule sets as another service or region", () => {
    const outcomes = { right: 0, refused: 0 };
    const wrong: string[] = [];
    for (const [host, service, region] of knownHosts()) {
      const read = readHost(host);
      if (read === `${service}@${region}`) outcomes.right += 1;
      else if (read === "refused") outcomes.refused += 1;
      else wrong.push(`${host} is read as ${read} instead of ${service}@${region}`);
    }
    expect(wrong).toEqual([]);
    expect(outcomes.right).toBeGreaterThan(80_000);
    expect(outcomes.refused / outcomes.right).toBeLessThan(0.02);
  });

  it("knows the service ids of every host, as the variables of the AWS SDKs name them", () => {
    const wrong: string[] = [];
    for (const [name, ids] of Object.entries(AWS_HOSTS.serviceIds)) {
      const host = name in AWS_HOSTS.regionless ? name : `${name}.us-west-2.amazonaws.com`;
      const read = serviceOfHost(`https://${host}/`, {}).api?.serviceIds.join(" ").toLowerCase();
      if (read !== ids) wrong.push(`${name} is read as ${read} instead of ${ids}`);
    }
    expect(wrong).toEqual([]);
  });
});
