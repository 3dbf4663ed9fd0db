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
  const sessionRegion = () => "eu-central-1";

  it.each([
    [
      "an accelerated bucket",
      "https://example-bucket.s3-accelerate.amazonaws.com/",
      {},
      "s3",
      "eu-central-1",
    ],
    ["a bucket at the global host", "https://example-bucket.s3.amazonaws.com/", {}, "s3", "eu-central-1"],
    ["a host of the user", "http://127.0.0.1:4566/", { service: "s3" }, "s3", "eu-central-1"],
    ["no bucket at the global host of S3", "https://s3.amazonaws.com/", {}, "s3", "us-east-1"],
    ["a service with one region", "https://iam.amazonaws.com/", {}, "iam", "us-east-1"],
    ["a host that names a region", "https://sqs.us-west-2.amazonaws.com/", {}, "sqs", "us-west-2"],
    [
      "a service and a host with a region",
      "https://x.us-west-2.api.aws/",
      { service: "sqs" },
      "sqs",
      "us-west-2",
    ],
    ["a stated region", "https://iam.amazonaws.com/", { region: "us-west-2" }, "iam", "us-west-2"],
  ])(
    "signs in the right region for %s in a session of another region",
    (_what, url, stated, service, region) => {
      expect(scopeOf(url, { ...stated, sessionRegion })).toEqual({ service, region });
    },
  );

  it("does not take the session's region for an AWS host that it cannot read", async () => {
    const url = "https://s3-us-west-2.amazonaws.com/";
    const error = await refusalOf(() => serviceOfHost(url, { service: "s3", sessionRegion }));

    expect([error.setting, error.message]).toEqual(["region", expect.stringContaining("AWS_REGION")]);
  });

  it.each(["https://example-bucket.s3-accelerate.amazonaws.com/", "http://127.0.0.1:8080/"])(
    "asks for a region if neither %s nor the session has one",
    async (url) => {
      expect((await refusalOf(() => serviceOfHost(url, { service: "s3" }))).setting).toBe("region");
    },
  );

  it.each([
    ["s4", "or pass region too"],
    ["tates", "or pass region too"],
    ["bedrock-runtime", "its signing name is bedrock"],
    ["email", "its signing name is ses"],
  ])("refuses the unknown service name %s, and says what to do", async (service, advice) => {
    const error = await refusalOf(() => serviceOfHost("https://s3.us-west-2.amazonaws.com/", { service }));

    expect([error.setting, error.message]).toEqual(["service", expect.stringContaining(advice)]);
  });

  it("takes an unknown service name together with a region, because the caller means it", () => {
    const stated = { service: "newer-than-podkey", region: "us-west-2" };
    expect(scopeOf("https://newer.us-west-2.api.aws/", stated)).toEqual(stated);
  });

  it.each([
    "rds-db",
    "execute-api",
    "IoTSecuredTunneling",
    "IngestionService",
    "vpc-lattice-svcs",
    "iotdata",
  ])("knows the signing name %s", (service) => {
    expect(scopeOf("https://gateway.example.com/", { service, sessionRegion }).service).toBe(service);
  });

  it.each([
    ["service", { service: "s3 ", region: "us-west-2" }],
    ["service", { service: "s3/us-west-2", region: "us-west-2" }],
    ["region", { service: "s3", region: "us west 2" }],
    ["region", { service: "s3", region: "us-west-2/s3" }],
  ])("refuses a malformed %s in %j", async (setting, stated) => {
    expect((await refusalOf(() => serviceOfHost("https://gateway.example.com/", stated))).setting).toBe(
      setting,
    );
  });
});

describe("the API behind an AWS host", () => {
  it.each([
    ["example-bucket.s3.us-west-2.amazonaws.com", "example-bucket"],
    ["my.dotted.s3.bucket.s3.dualstack.us-west-2.amazonaws.com", "my.dotted.s3.bucket"],
    ["my-fips.s3-fips.us-west-2.amazonaws.com", "my-fips"],
    ["111122223333.s3.us-west-2.amazonaws.com", "111122223333"],
    ["us-east-1.s3.us-west-2.amazonaws.com", "us-east-1"],
    ["my.vpce-logs.s3.us-west-2.amazonaws.com", "my.vpce-logs"],
    ["example-bucket.s3.amazonaws.com", "example-bucket"],
    ["my.bucket.s3-accelerate.dualstack.amazonaws.com", "my.bucket"],
    ["example-bucket.bucket.vpce-0123-abcd.s3.us-west-2.vpce.amazonaws.com", "example-bucket"],
    ["s3.us-west-2.amazonaws.com", undefined],
    ["s3.amazonaws.com", undefined],
    ["111122223333.s3-control.us-west-2.amazonaws.com", undefined],
  ])("%s has the bucket %s", (host, bucket) => {
    expect(serviceOfHost(`https://${host}/`, { region: "us-west-2" }).api?.bucket).toBe(bucket);
  });

  it.each([
    "abcdefghij.execute-api.us-west-2.amazonaws.com",
    "abcdefghij.lambda-url.us-west-2.on.aws",
    "search-example-abcdef.us-west-2.es.amazonaws.com",
    "finance-111122223333.s3-accesspoint.us-west-2.amazonaws.com",
  ])("%s has none, because it is the host of one resource", (host) => {
    expect(serviceOfHost(`https://${host}/`, {}).api).toBeUndefined();
  });
});
