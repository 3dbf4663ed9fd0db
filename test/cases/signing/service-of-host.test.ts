import { describe, expect, it } from "vitest";
import { type StatedTarget, serviceOfHost } from "../../../src/signing/service-of-host.ts";
import { errorOf } from "../../support/rejection.ts";

/** Reads service and region of a host, without the API behind it. */
function scopeOf(url: string, stated: StatedTarget) {
  const { service, region } = serviceOfHost(url, stated);
  return { service, region };
}

async function refusalOf(read: () => unknown) {
  return errorOf((async () => read())(), "CONFIGURATION");
}

describe("serviceOfHost", () => {
  it.each(["example-bucket.s3.us-west-2.amazonaws.com", "s3.us-west-2.amazonaws.com"])(
    "tells that the API behind %s is S3, whose endpoint a variable may name",
    (host) => {
      expect(serviceOfHost(`https://${host}/`, {}).api?.serviceIds).toEqual(["S3"]);
    },
  );

  it("takes the service of an accelerated bucket from its host, and its region from the caller", () => {
    const url = "https://example-bucket.s3-accelerate.amazonaws.com/a";
    expect(scopeOf(url, { region: "us-west-2" })).toEqual({ service: "s3", region: "us-west-2" });
  });

  it.each(["https://s3-accelerate.amazonaws.com/", "https://example.unknown.amazonaws.com/"])(
    "takes no service from %s, even if the caller names a region",
    async (url) => {
      const error = await refusalOf(() => serviceOfHost(url, { region: "us-west-2" }));
      expect(error.setting).toBe("service");
    },
  );

  it.each([
    // Regional, dual-stack and FIPS
    ["eks.us-west-2.amazonaws.com", "eks", "us-west-2"],
    ["fips.eks.us-west-2.amazonaws.com", "eks", "us-west-2"],
    ["sts-fips.us-west-2.amazonaws.com", "sts", "us-west-2"],
    ["eks-auth.us-west-2.api.aws", "eks-auth", "us-west-2"],
    ["eks-auth-fips.us-west-2.api.aws", "eks-auth", "us-west-2"],
    ["s3.dualstack.us-west-2.amazonaws.com", "s3", "us-west-2"],
    ["s3-fips.dualstack.us-west-2.amazonaws.com", "s3", "us-west-2"],
    ["ap-southeast-4.s3.ap-southeast-2.amazonaws.com", "s3", "ap-southeast-2"],
    // Buckets, access points, directory buckets
    ["example-bucket.s3.us-west-2.amazonaws.com", "s3", "us-west-2"],
    ["my.dotted.bucket.s3.us-west-2.amazonaws.com", "s3", "us-west-2"],
    ["us-east-1.s3.us-west-2.amazonaws.com", "s3", "us-west-2"],
    ["example-bucket.s3.amazonaws.com", "s3", "us-east-1"],
    ["finance-111122223333.s3-accesspoint.us-west-2.amazonaws.com", "s3", "us-west-2"],
    ["111122223333.s3-control.us-west-2.amazonaws.com", "s3", "us-west-2"],
    ["example--usw2-az1--x-s3.s3express-usw2-az1.us-west-2.amazonaws.com", "s3express", "us-west-2"],
    ["s3express-usw2-az1.us-west-2.amazonaws.com", "s3express", "us-west-2"],
    // VPC endpoints
    ["vpce-0123456789abcdef0-abcdefgh.sts.us-west-2.vpce.amazonaws.com", "sts", "us-west-2"],
    ["vpce-0123-abcd-us-west-2a.eks-auth.us-west-2.vpce.amazonaws.com", "eks-auth", "us-west-2"],
    ["example-bucket.bucket.vpce-0123-abcd.s3.us-west-2.vpce.amazonaws.com", "s3", "us-west-2"],
    // Names behind the region, and names of their own
    ["search-example-abcdef.us-west-2.es.amazonaws.com", "es", "us-west-2"],
    ["sts.us-west-2.es.amazonaws.com", "es", "us-west-2"],
    ["abcdef.us-west-2.aoss.amazonaws.com", "aoss", "us-west-2"],
    ["abcdefghij.lambda-url.us-west-2.on.aws", "lambda", "us-west-2"],
    ["abcdefghij.dsql.us-west-2.on.aws", "dsql", "us-west-2"],
    ["abcdefghij.execute-api.us-west-2.amazonaws.com", "execute-api", "us-west-2"],
    ["bedrock-runtime.us-west-2.amazonaws.com", "bedrock", "us-west-2"],
    ["query.timestream.us-west-2.amazonaws.com", "timestream", "us-west-2"],
    ["pinpoint.us-west-2.amazonaws.com", "mobiletargeting", "us-west-2"],
    ["memory-db.us-west-2.amazonaws.com", "memorydb", "us-west-2"],
    ["appconfigdata.us-west-2.amazonaws.com", "appconfig", "us-west-2"],
    ["bedrock-agentcore-control.us-west-2.amazonaws.com", "bedrock-agentcore", "us-west-2"],
    ["data.jobs.iot.us-west-2.amazonaws.com", "iot-jobs-data", "us-west-2"],
    ["api.tunneling.iot.us-west-2.amazonaws.com", "IoTSecuredTunneling", "us-west-2"],
    ["search-dynamodb-fips.us-west-2.api.aws", "dynamodb", "us-west-2"],
    ["search-example-abcdef.aos.us-west-2.on.aws", "es", "us-west-2"],
    ["abcdef.appsync-api.us-west-2.amazonaws.com", "appsync", "us-west-2"],
    ["aps-workspaces.us-west-2.amazonaws.com", "aps", "us-west-2"],
    ["email.us-west-2.amazonaws.com", "ses", "us-west-2"],
    ["streams.dynamodb.us-west-2.amazonaws.com", "dynamodb", "us-west-2"],
    ["111122223333.ddb.us-west-2.amazonaws.com", "dynamodb", "us-west-2"],
    ["a1b2c3-ats.iot.us-west-2.amazonaws.com", "iotdata", "us-west-2"],
    ["iot.us-west-2.amazonaws.com", "iot", "us-west-2"],
    // Services with one host
    ["sts.amazonaws.com", "sts", "us-east-1"],
    ["iam.amazonaws.com", "iam", "us-east-1"],
    ["route53.amazonaws.com", "route53", "us-east-1"],
    ["iam.us-gov.amazonaws.com", "iam", "us-gov-west-1"],
    ["cloudfront.global.api.aws", "cloudfront", "us-east-1"],
    // Other partitions
    ["eks.cn-north-1.amazonaws.com.cn", "eks", "cn-north-1"],
    ["example-bucket.s3.cn-northwest-1.amazonaws.com.cn", "s3", "cn-northwest-1"],
    ["eks-auth.cn-north-1.api.amazonwebservices.com.cn", "eks-auth", "cn-north-1"],
    ["sts.us-gov-west-1.amazonaws.com", "sts", "us-gov-west-1"],
    ["sts.us-iso-east-1.c2s.ic.gov", "sts", "us-iso-east-1"],
    ["sts.us-isob-east-1.sc2s.sgov.gov", "sts", "us-isob-east-1"],
    ["sts.eu-isoe-west-1.cloud.adc-e.uk", "sts", "eu-isoe-west-1"],
    ["sts.us-isof-south-1.csp.hci.ic.gov", "sts", "us-isof-south-1"],
    ["eks-auth.us-iso-east-1.api.aws.ic.gov", "eks-auth", "us-iso-east-1"],
    ["sts.eusc-de-east-1.amazonaws.eu", "sts", "eusc-de-east-1"],
    ["eks-auth.eusc-de-east-1.api.amazonwebservices.eu", "eks-auth", "eusc-de-east-1"],
  ])("reads %s as a host of %s in %s", (host, service, region) => {
    expect(scopeOf(`https://${host}/`, {})).toEqual({ service, region });
  });
});

describe("serviceOfHost", () => {
  it.each([
    "logs.us-west-2.amazonaws.com.evil.example",
    "logs.us-west-2.amazonaws.com.evil.com.cn",
    "logs.us-west-2.evilamazonaws.com",
    "logs.us-west-2.amazonaws.co",
    "logs.us-west-2.amazonaws.com.",
    "logs.us-west-2.api.aws.example.com",
    "us-west-2.amazonaws.com",
    "amazonaws.com",
    "console.aws.amazon.com",
    "example.cloudfront.net",
    "localhost",
    "169.254.170.23",
    "[fd00:ec2::23]",
    // One service name, and no region to sign for
    "eks.amazonaws.com",
    "iam.cn-north-1",
    "iam.amazonaws.com.cn",
    "sts.api.aws",
    "s3-us-west-2.amazonaws.com",
    // Hosts of resources that AWS does not sign for
    "ec2-192-0-2-1.us-west-2.compute.amazonaws.com",
    "ec2-192-0-2-1.compute-1.amazonaws.com",
    "example-1234567890.us-west-2.elb.amazonaws.com",
    "example-1234567890abcdef.elb.us-west-2.amazonaws.com",
    "example.abcdefghijkl.us-west-2.rds.amazonaws.com",
    "example.us-west-2.elasticbeanstalk.com",
    "111122223333.dkr.ecr.us-west-2.amazonaws.com",
    "abcdef.credentials.iot.us-west-2.amazonaws.com",
    "example-bucket.s3-website.us-west-2.amazonaws.com",
    // Unknown services, and known ones in another place
    "unheard-of.us-west-2.amazonaws.com",
    "example.sts.us-west-2.amazonaws.com",
    "sts.example.us-west-2.amazonaws.com",
    "us-west-2.sts.amazonaws.com",
    // A region of another partition
    "sts.cn-north-1.amazonaws.com",
    "sts.us-west-2.amazonaws.com.cn",
    // Two services at one host
    "maps.geo.us-west-2.amazonaws.com",
  ])("refuses %s", async (host) => {
    const { message } = await refusalOf(() => serviceOfHost(`https://${host}/`, {}));
    expect(message).toContain("does not tell its AWS service: pass service");
  });

  it.each(["http://sts.us-west-2.amazonaws.com/", "ftp://sts.us-west-2.amazonaws.com/"])(
    "refuses to read the host of %s, because the URL is not https",
    async (url) => {
      expect((await refusalOf(() => serviceOfHost(url, {}))).setting).toBe("url");
    },
  );

  it("reads no host if service and region are stated, for example that of an emulator over http", () => {
    const stated = { service: "s3", region: "auto" };
    expect(scopeOf("https://storage.example.com", stated)).toEqual(stated);
    expect(scopeOf("http://127.0.0.1:4566", stated)).toEqual(stated);
  });

  it("reads from the host what is not stated", () => {
    const url = "https://example-bucket.s3.us-west-2.amazonaws.com/key";
    expect(scopeOf(url, { region: "us-east-2" })).toEqual({ service: "s3", region: "us-east-2" });
    expect(scopeOf(url, { service: "s3-object-lambda" })).toEqual({
      service: "s3-object-lambda",
      region: "us-west-2",
    });
    const accelerated = "https://example-bucket.s3-accelerate.amazonaws.com/key";
    expect(scopeOf(accelerated, { region: "us-west-2" })).toEqual({
      service: "s3",
      region: "us-west-2",
    });
  });

  it("reads a host in capitals", () => {
    expect(scopeOf("https://EKS.US-WEST-2.AmazonAWS.com/", {})).toEqual({
      service: "eks",
      region: "us-west-2",
    });
  });

  it("does not read what stands before an at sign", async () => {
    const url = "https://eks.us-west-2.amazonaws.com@evil.example/";
    expect((await refusalOf(() => serviceOfHost(url, {}))).message).toContain("evil.example");
  });
});
