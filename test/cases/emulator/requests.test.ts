import { describe, expect, test } from "vitest";
import { createEmulator } from "../../../src/emulator/index.ts";
import { emulateAws, PAIR, ROLE_ARN, readError } from "./emulated-aws.ts";

const LIST = "/clusters/demo/pod-identity-associations";

describe("every response", () => {
  test("has a request id, a content type, and the date of the emulator's clock", async () => {
    const response = await emulateAws().call("eks", LIST);
    expect(response.headers.get("x-amzn-requestid")).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f-]{19}-?[0-9a-f]*$/,
    );
    expect(response.headers.get("date")).toBe("Sun, 30 Aug 2015 12:36:00 GMT");
    expect(response.headers.get("content-type")).toBe("application/json");
  });
});

describe("the request log", () => {
  test("contains requests as they arrived, with operation, status and request id", async () => {
    const aws = emulateAws();
    const response = await aws.createAssociation();
    expect(aws.emulator.requests).toEqual([
      {
        service: "eks",
        operation: "CreatePodIdentityAssociation",
        region: "us-west-2",
        principal: "arn:aws:iam::111122223333:user/podkey",
        method: "POST",
        host: "eks.us-west-2.amazonaws.com",
        path: LIST,
        query: "",
        headers: expect.objectContaining({ authorization: expect.stringMatching(/^AWS4-HMAC-SHA256 /) }),
        body: JSON.stringify({ ...PAIR, roleArn: ROLE_ARN }),
        status: 200,
        errorCode: undefined,
        requestId: response.headers.get("x-amzn-requestid"),
      },
    ]);
  });

  test("contains the region that was signed for, the error code, and no principal if a signature is refused", async () => {
    const aws = emulateAws();
    await aws.call("eks", LIST, { region: "eu-west-1" });
    expect(aws.emulator.requests[0]).toMatchObject({
      region: "eu-west-1",
      principal: undefined,
      status: 403,
      errorCode: "InvalidSignatureException",
    });
  });

  test("contains paths and queries as they were encoded", async () => {
    const aws = emulateAws();
    await aws.call("eks", "/tags/arn%3Aaws%3Aeks?tagKeys=a%20b&tagKeys=c", { method: "DELETE" });
    expect(aws.emulator.requests[0]).toMatchObject({
      path: "/tags/arn%3Aaws%3Aeks",
      query: "tagKeys=a%20b&tagKeys=c",
    });
  });

  test("contains no status for a dropped connection, and no operation for an unknown path", async () => {
    const aws = emulateAws();
    aws.emulator.injectFault({ kind: "drop" });
    await expect(aws.call("eks", "/nothing")).rejects.toThrow(TypeError);
    expect(aws.emulator.requests[0]).toMatchObject({ status: undefined, operation: undefined });
  });

  test("is bounded, can be cleared, and can be disabled", async () => {
    const bounded = emulateAws({ requestLogSize: 2 });
    for (const path of ["/1", "/2", "/3"]) await bounded.call("eks", path);
    expect(bounded.emulator.requests.map(({ path }) => path)).toEqual(["/2", "/3"]);
    bounded.emulator.clearRequests();
    expect(bounded.emulator.requests).toEqual([]);
    const off = emulateAws({ requestLogSize: 0 });
    await off.call("eks", LIST);
    expect(off.emulator.requests).toEqual([]);
  });
});

describe("a request", () => {
  test.each([
    "https://eks.us-west-2.amazonaws.com",
    "https://fips.eks.us-west-2.amazonaws.com",
    "https://eks.us-west-2.api.aws",
    "https://eks-fips.us-west-2.api.aws",
    "https://vpce-0123456789abcdef0-abcdefgh.eks.us-west-2.vpce.amazonaws.com",
    "http://127.0.0.1:8080",
    "http://[::1]:8080",
    "http://localhost",
  ])("reaches EKS at %s", async (origin) => {
    expect((await emulateAws().call("eks", LIST, { origin })).status).toBe(200);
  });

  test.each([
    ["https://sts.us-west-2.amazonaws.com", "us-west-2"],
    ["https://sts.eu-west-1.amazonaws.com", "eu-west-1"],
    ["https://sts-fips.us-east-1.amazonaws.com", "us-east-1"],
    ["https://sts.us-west-2.api.aws", "us-west-2"],
    ["https://sts.cn-north-1.amazonaws.com.cn", "cn-north-1"],
    ["https://sts.amazonaws.com", "us-east-1"],
    ["http://127.0.0.1:8080", "us-west-2"],
  ])("reaches STS at %s, signed for %s", async (origin, region) => {
    expect((await emulateAws().callSts({ Action: "GetCallerIdentity" }, { origin, region })).status).toBe(
      200,
    );
  });

  test.each([
    "https://eks-auth.us-west-2.api.aws",
    "https://eks-auth-fips.us-west-2.api.aws",
    "http://127.0.0.1:8080",
  ])("reaches EKS Auth at %s", async (origin) => {
    const options = { method: "POST", body: JSON.stringify({ token: "a.b.c" }), origin };
    const response = await emulateAws().call(
      "eks-auth",
      "/clusters/demo/assume-role-for-pod-identity",
      options,
    );
    expect(await readError(response)).toMatchObject({ code: "InvalidTokenException" });
  });

  test.each(["https://eks-auth.us-west-2.amazonaws.com", "https://fips.eks.us-west-2.api.aws"])(
    "to the unknown host %s fails as a failed name lookup does",
    async (origin) => {
      await expect(emulateAws().call("eks", LIST, { origin })).rejects.toMatchObject({
        name: "TypeError",
        cause: { code: "ENOTFOUND" },
      });
    },
  );

  test("with the path of another service gets 405", async () => {
    const aws = emulateAws();
    const path = "/clusters/demo/assume-role-for-pod-identity";
    expect((await aws.call("eks", path, { method: "POST", body: "{}" })).status).toBe(405);
    expect((await aws.call("eks-auth", LIST)).status).toBe(405);
  });

  test("without an operation gets 404, or 405 if the path has another method", async () => {
    const aws = emulateAws();
    for (const path of ["/nothing", `${LIST}/`, "/clusters//pod-identity-associations", "/tags/"]) {
      expect(await readError(await aws.call("eks", path))).toMatchObject({
        status: 404,
        code: "UnknownOperationException",
      });
    }
    expect(await readError(await aws.call("eks", LIST, { method: "DELETE" }))).toMatchObject({
      status: 405,
      code: "MethodNotAllowedException",
    });
  });

  test("can be a Request or a URL, with a detached fetch", async () => {
    const { fetch } = createEmulator();
    const response = await fetch(new Request("http://127.0.0.1/nothing"));
    expect(response.status).toBe(404);
    expect((await fetch(new URL("http://127.0.0.1/nothing"))).status).toBe(404);
  });

  test("that was aborted before is not performed", async () => {
    const { emulator } = emulateAws();
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(emulator.fetch("http://127.0.0.1/", { signal })).rejects.toThrow("enough");
    expect(emulator.requests).toEqual([]);
  });
});

describe("the account and the region of an emulator", () => {
  test("appear in ARNs and in the issuer", async () => {
    const credentials = {
      accessKeyId: "AKIAI44QH8DHBEXAMPLE",
      secretAccessKey: "je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY",
    };
    const aws = emulateAws({
      region: "cn-north-1",
      accountId: "444455556666",
      clusters: ["blue"],
      credentials,
    });
    const options = { region: "cn-north-1", origin: "https://eks.cn-north-1.amazonaws.com.cn" };
    const response = await aws.call("eks", "/clusters/blue", options);
    const { cluster } = (await response.json()) as {
      cluster: { arn: string; identity: { oidc: { issuer: string } } };
    };
    expect(cluster.arn).toBe("arn:aws-cn:eks:cn-north-1:444455556666:cluster/blue");
    expect(cluster.identity.oidc.issuer).toMatch(
      /^https:\/\/oidc\.eks\.cn-north-1\.amazonaws\.com\.cn\/id\//,
    );
  });
});

test("the same seed produces the same ids and keys", async () => {
  const [first, second] = [emulateAws({ seed: 3 }), emulateAws({ seed: 3 })];
  expect(await (await first.createAssociation()).text()).toBe(
    await (await second.createAssociation()).text(),
  );
});
