import { describe, expect, it } from "vitest";
import { awsSuffixOf, partitionOfRegion } from "../../../src/aws/partitions.ts";

type Row = readonly [name: string, dnsSuffix: string, dualStackDnsSuffix: string, ...regions: string[]];

/** Regions of each partition, with the DNS suffixes that botocore's partitions.json has for it. */
const PARTITIONS: readonly Row[] = [
  ["aws", "amazonaws.com", "api.aws", "us-east-1", "eu-central-2", "ap-southeast-7", "mx-central-1"],
  ["aws-cn", "amazonaws.com.cn", "api.amazonwebservices.com.cn", "cn-north-1", "cn-northwest-1"],
  ["aws-us-gov", "amazonaws.com", "api.aws", "us-gov-east-1", "us-gov-west-1"],
  ["aws-iso", "c2s.ic.gov", "api.aws.ic.gov", "us-iso-east-1", "us-iso-west-1"],
  ["aws-iso-b", "sc2s.sgov.gov", "api.aws.scloud", "us-isob-east-1", "us-isob-west-1"],
  ["aws-iso-e", "cloud.adc-e.uk", "api.cloud-aws.adc-e.uk", "eu-isoe-west-1"],
  ["aws-iso-f", "csp.hci.ic.gov", "api.aws.hci.ic.gov", "us-isof-east-1", "us-isof-south-1"],
  ["aws-eusc", "amazonaws.eu", "api.amazonwebservices.eu", "eusc-de-east-1"],
];

describe("AWS partitions", () => {
  it.each(PARTITIONS)(
    "finds the partition %s by its regions",
    (name, dnsSuffix, dualStackDnsSuffix, ...regions) => {
      for (const region of regions) {
        expect(partitionOfRegion(region)).toEqual({ name, dnsSuffix, dualStackDnsSuffix });
      }
    },
  );

  it("takes an unknown region for a new one of the partition aws", () => {
    expect(partitionOfRegion("us-south-9").name).toBe("aws");
  });

  it.each(PARTITIONS)("finds both DNS suffixes of %s at the end of a host", (_, ...[plain, dualStack]) => {
    expect([plain, dualStack].map((suffix) => awsSuffixOf(`eks.${suffix}`))).toEqual([plain, dualStack]);
  });

  it.each([
    ["on.aws", "a.lambda-url.us-west-2.on.aws"],
    [undefined, "amazonaws.com"],
    [undefined, "eks.us-west-2.amazonaws.com.example.com"],
    [undefined, "eks-amazonaws.com"],
  ])("finds the DNS suffix %s in %s", (suffix, host) => {
    expect(awsSuffixOf(host)).toBe(suffix);
  });
});
