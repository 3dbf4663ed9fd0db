import { describe, expect, it } from "vitest";
import { type EndpointSettings, resolveEndpoint, type ServiceId } from "../../../src/http/endpoint.ts";
import { podkeyErrorOf } from "../../support/rejection.ts";

const PLAIN: EndpointSettings = {};
const FIPS: EndpointSettings = { useFipsEndpoint: true };
const DUALSTACK: EndpointSettings = { useDualstackEndpoint: true };
const BOTH: EndpointSettings = { useFipsEndpoint: true, useDualstackEndpoint: true };

/** Region, DNS suffix and dual-stack DNS suffix of each partition except aws and aws-us-gov, whose FIPS hosts are special. */
const REGULAR_PARTITIONS = [
  ["cn-north-1", "amazonaws.com.cn", "api.amazonwebservices.com.cn"],
  ["us-iso-east-1", "c2s.ic.gov", "api.aws.ic.gov"],
  ["us-isob-east-1", "sc2s.sgov.gov", "api.aws.scloud"],
  ["eu-isoe-west-1", "cloud.adc-e.uk", "api.cloud-aws.adc-e.uk"],
  ["us-isof-south-1", "csp.hci.ic.gov", "api.aws.hci.ic.gov"],
  ["eusc-de-east-1", "amazonaws.eu", "api.amazonwebservices.eu"],
] as const;

function urlOf(service: ServiceId, region: string, settings: EndpointSettings): string {
  return resolveEndpoint(service, { ...settings, region }, () => undefined).url;
}

describe.each(REGULAR_PARTITIONS)("in the region %s", (region, suffix, dualstackSuffix) => {
  it.each([
    ["eks", PLAIN, `https://eks.${region}.${suffix}`],
    ["eks", FIPS, `https://eks-fips.${region}.${suffix}`],
    ["eks", DUALSTACK, `https://eks.${region}.${dualstackSuffix}`],
    ["eks", BOTH, `https://eks-fips.${region}.${dualstackSuffix}`],
    ["eks-auth", PLAIN, `https://eks-auth.${region}.${dualstackSuffix}`],
    ["eks-auth", FIPS, `https://eks-auth-fips.${region}.${dualstackSuffix}`],
    ["eks-auth", DUALSTACK, `https://eks-auth.${region}.${dualstackSuffix}`],
    ["eks-auth", BOTH, `https://eks-auth-fips.${region}.${dualstackSuffix}`],
    ["sts", PLAIN, `https://sts.${region}.${suffix}`],
    ["sts", FIPS, `https://sts-fips.${region}.${suffix}`],
    ["sts", DUALSTACK, `https://sts.${region}.${dualstackSuffix}`],
    ["sts", BOTH, `https://sts-fips.${region}.${dualstackSuffix}`],
  ] as const)("the endpoint of %s with %j is %s", (service, settings, url) => {
    expect(urlOf(service, region, settings)).toBe(url);
  });
});

it.each([
  ["eks", "us-west-2", PLAIN, "https://eks.us-west-2.amazonaws.com"],
  ["eks", "us-west-2", FIPS, "https://fips.eks.us-west-2.amazonaws.com"],
  ["eks", "us-west-2", DUALSTACK, "https://eks.us-west-2.api.aws"],
  ["eks", "us-west-2", BOTH, "https://eks-fips.us-west-2.api.aws"],
  ["eks", "us-gov-west-1", PLAIN, "https://eks.us-gov-west-1.amazonaws.com"],
  ["eks", "us-gov-west-1", FIPS, "https://eks.us-gov-west-1.amazonaws.com"],
  ["eks", "us-gov-west-1", DUALSTACK, "https://eks.us-gov-west-1.api.aws"],
  ["eks", "us-gov-west-1", BOTH, "https://eks-fips.us-gov-west-1.api.aws"],
  ["eks-auth", "us-west-2", PLAIN, "https://eks-auth.us-west-2.api.aws"],
  ["eks-auth", "us-west-2", FIPS, "https://eks-auth-fips.us-west-2.api.aws"],
  ["eks-auth", "us-west-2", DUALSTACK, "https://eks-auth.us-west-2.api.aws"],
  ["eks-auth", "us-west-2", BOTH, "https://eks-auth-fips.us-west-2.api.aws"],
  ["eks-auth", "us-gov-west-1", PLAIN, "https://eks-auth.us-gov-west-1.api.aws"],
  ["eks-auth", "us-gov-west-1", FIPS, "https://eks-auth-fips.us-gov-west-1.api.aws"],
  ["sts", "us-west-2", PLAIN, "https://sts.us-west-2.amazonaws.com"],
  ["sts", "us-west-2", FIPS, "https://sts-fips.us-west-2.amazonaws.com"],
  ["sts", "us-west-2", DUALSTACK, "https://sts.us-west-2.api.aws"],
  ["sts", "us-west-2", BOTH, "https://sts-fips.us-west-2.api.aws"],
  ["sts", "us-gov-west-1", PLAIN, "https://sts.us-gov-west-1.amazonaws.com"],
  ["sts", "us-gov-west-1", FIPS, "https://sts.us-gov-west-1.amazonaws.com"],
  ["sts", "us-gov-west-1", DUALSTACK, "https://sts.us-gov-west-1.api.aws"],
  ["sts", "us-gov-west-1", BOTH, "https://sts-fips.us-gov-west-1.api.aws"],
  ["eks", "mx-central-1", PLAIN, "https://eks.mx-central-1.amazonaws.com"],
  ["eks", "xx-nowhere-1", PLAIN, "https://eks.xx-nowhere-1.amazonaws.com"],
] as const)("the endpoint of %s in %s with %j is %s", (service, region, settings, url) => {
  expect(urlOf(service, region, settings)).toBe(url);
  expect(resolveEndpoint(service, { ...settings, region }, () => undefined).region).toBe(region);
});

it.each([
  ["eks", "aws-global"],
  ["eks-auth", "aws-global"],
  ["sts", "aws-cn-global"],
  ["sts", "aws-us-gov-global"],
  ["sts", "aws-iso-global"],
  ["sts", "aws-iso-b-global"],
  ["sts", "aws-iso-e-global"],
  ["sts", "aws-iso-f-global"],
  ["eks", "aws-cn-global"],
] as const)(
  "%s refuses the pseudo-region %s instead of using a host of another partition",
  async (service, region) => {
    const resolved = async () => resolveEndpoint(service, { region }, () => undefined);

    expect(await podkeyErrorOf(resolved())).toMatchObject({
      code: "CONFIGURATION",
      setting: "region",
      message: expect.stringContaining(`${region} has no ${service}`),
    });
  },
);

it("the endpoint of STS in aws-global is signed for us-east-1", () => {
  expect(resolveEndpoint("sts", { region: "aws-global" }, () => undefined)).toEqual({
    url: "https://sts.amazonaws.com",
    region: "us-east-1",
  });
});
