import { describe, expect, test } from "vitest";
import type { Emulator, RequestExpectation, RequestSelection } from "../../../src/emulator/index.ts";
import { emulateAws, PAIR, ROLE_ARN } from "./emulated-aws.ts";
import { emulateHandled, GET_ITEM, GET_OBJECT } from "./handled-service.ts";

const USER_ARN = "arn:aws:iam::111122223333:user/podkey";

/** Returns the text of a failed expectation. */
function failureOf(
  emulator: Emulator,
  selection: string | RequestSelection,
  expectation?: RequestExpectation,
): string {
  try {
    emulator.expect(selection, expectation);
  } catch (error) {
    const { name, message } = error as Error;
    return `${name}: ${message}`;
  }
  throw new Error("the expectation holds");
}

/** Associates a role with a service account, exchanges a token once, and has a refused request. */
async function exchangeOnce() {
  const aws = emulateAws();
  await aws.createAssociation();
  const response = await aws.exchange();
  const { credentials } = (await response.json()) as {
    credentials: { accessKeyId: string; secretAccessKey: string; sessionToken: string };
  };
  return { ...aws, credentials };
}

describe("emulator.expect", () => {
  test("is silent if the requests of an operation, of a service and all are as expected", async () => {
    const { emulator, call } = await exchangeOnce();
    emulator.expect("AssumeRoleForPodIdentity", { times: 1, region: "us-west-2", secretInUrl: false });
    emulator.expect("eks-auth", { times: 1, status: 200 });
    emulator.expect({ service: "eks", operation: "CreatePodIdentityAssociation" }, { principal: USER_ARN });
    emulator.expect("*", { times: 2, secretInUrl: false });
    emulator.expect("GetCallerIdentity", { times: 0 });
    emulator.clearRequests();
    emulator.expect("*", { times: 0 });
    await call("eks", "/clusters/demo");
    emulator.expect("DescribeCluster");
  });

  test("throws an AssertionError that lists what arrived instead", async () => {
    const aws = await exchangeOnce();
    await aws.exchange();
    await aws.call("eks-auth", "/clusters/demo/assume-role-for-pod-identity", {
      method: "POST",
      body: "{}",
      region: "eu-west-1",
    });
    const expected = { times: 1, region: "us-west-2", status: 200 };
    expect(failureOf(aws.emulator, "AssumeRoleForPodIdentity", expected)).toBe(
      [
        "AssertionError: expected 1 request of AssumeRoleForPodIdentity, for us-west-2, answered with 200, but:",
        "  - 3 requests arrived",
        "  - request 4 was for eu-west-1",
        "  - request 4 was answered with 403",
        "The emulator received 4 requests:",
        `  1. eks CreatePodIdentityAssociation, us-west-2, ${USER_ARN}: 200`,
        `> 2. eks-auth AssumeRoleForPodIdentity, us-west-2, ${USER_ARN}: 200`,
        `> 3. eks-auth AssumeRoleForPodIdentity, us-west-2, ${USER_ARN}: 200`,
        "> 4. eks-auth AssumeRoleForPodIdentity, eu-west-1, no verified principal: 403 InvalidSignatureException",
      ].join("\n"),
    );
  });

  test("expects at least one request if no number is given", () => {
    expect(failureOf(emulateAws().emulator, "GetCallerIdentity")).toBe(
      "AssertionError: expected at least 1 request of GetCallerIdentity, but:\n  - no such request arrived\nThe emulator received no request.",
    );
  });

  test("recognises the sessions of a role as its principal", async () => {
    const { emulator, call, credentials } = await exchangeOnce();
    emulator.clearRequests();
    await call("sts", "/?Action=GetCallerIdentity", { keys: credentials });
    emulator.expect("GetCallerIdentity", { principal: ROLE_ARN });
    const actual = emulator.requests[0]?.principal ?? "";
    emulator.expect("GetCallerIdentity", { principal: actual });
    for (const principal of [`${ROLE_ARN}s`, ROLE_ARN.replace("1111", "2222"), USER_ARN]) {
      expect(failureOf(emulator, "GetCallerIdentity", { principal })).toContain(
        `  - request 1 was signed by ${actual}\n`,
      );
    }
  });

  test("finds a secret in a URL, names its kind and does not repeat it", async () => {
    const aws = await exchangeOnce();
    const { sessionToken } = aws.credentials;
    const jwt = await aws.emulator.issueToken({ clusterName: "demo", ...PAIR });
    aws.emulator.clearRequests();
    await aws.emulator.fetch(`https://eks.us-west-2.amazonaws.com/${encodeURIComponent(sessionToken)}`);
    await aws.emulator.fetch(`https://eks.us-west-2.amazonaws.com/tokens/${jwt}`);
    await aws.emulator.fetch(await aws.presign("https://sts.us-west-2.amazonaws.com/", 60));
    await aws.emulator.fetch("https://eks.us-west-2.amazonaws.com/opaque-7f3c", {
      headers: { authorization: "Bearer opaque-7f3c" },
    });
    await aws.call("eks", "/clusters/demo");
    const text = failureOf(aws.emulator, "*", { secretInUrl: false });
    expect(text.split("\n").slice(0, 5)).toEqual([
      "AssertionError: expected at least 1 request, without a secret in its URL, but:",
      "  - request 1 had a session token in its URL",
      "  - request 2 had a JSON Web Token in its URL",
      "  - request 3 had a signature in its URL",
      "  - request 4 had a bearer token in its URL",
    ]);
    for (const secret of [sessionToken, encodeURIComponent(sessionToken), jwt, "opaque-7f3c"]) {
      expect(text).not.toContain(secret);
    }
    expect(text).toContain("> 2. eks GET [a path with a secret], us-west-2, no verified principal: 404");
  });

  test("takes a session token of any form for a secret, and no URL that only resembles one", async () => {
    const { emulator } = emulateAws();
    const url = "https://eks.us-west-2.amazonaws.com/undefined";
    const bearer = { headers: { authorization: "Bearer  under" } };
    await emulator.fetch(url);
    await emulator.fetch(url, { headers: { authorization: "Bearer unrelated" } });
    emulator.expect("*", { times: 2, secretInUrl: false });
    await emulator.fetch(`${url}?a=1&X-Amz-Security-Token=opaque`);
    await emulator.fetch(`${url}?b=under`, bearer);
    emulator.expect("*", { times: 4 });
    const text = failureOf(emulator, "*", { secretInUrl: false });
    expect(text).toContain(
      "\n  - request 3 had a session token in its URL\n  - request 4 had a bearer token",
    );
  });

  test("names the selected operation and the expected principal in its error", async () => {
    const { emulator } = emulateAws();
    await emulator.fetch("https://eks.us-west-2.amazonaws.com/clusters/demo");
    const selection = { service: "eks", operation: "DescribeCluster" };
    expect(failureOf(emulator, selection, { times: 0, principal: ROLE_ARN })).toBe(
      [
        `AssertionError: expected no request of eks DescribeCluster, signed by ${ROLE_ARN}, but:`,
        "  - 1 request arrived",
        "  - request 1 was signed by no verified principal",
        "The emulator received 1 request:",
        "> 1. eks DescribeCluster, us-west-2, no verified principal: 403 MissingAuthenticationTokenException",
      ].join("\n"),
    );
  });

  test("counts the requests to a handler by service, or by the operation that the protocol names", async () => {
    const aws = emulateHandled();
    await aws.send(GET_ITEM);
    await aws.send(GET_OBJECT);
    aws.emulator.expect("s3", { times: 1 });
    aws.emulator.expect({ service: "dynamodb", operation: "GetItem" }, { times: 1 });
    aws.emulator.expect({ service: "dynamodb", operation: "PutItem" }, { times: 0 });
    expect(failureOf(aws.emulator, "lambda")).toContain(
      `  2. s3 GET /report.pdf, us-west-2, ${USER_ARN}: 200`,
    );
  });

  test("says that a request had no response", async () => {
    const { emulator, call } = emulateAws();
    emulator.injectFault({ kind: "drop" });
    await expect(call("eks", "/clusters/demo")).rejects.toThrow(TypeError);
    expect(failureOf(emulator, "*", { status: 200 })).toContain(
      "  - request 1 was answered with no response\n",
    );
  });

  test("lists the last 50 requests of many", async () => {
    const { emulator } = emulateAws();
    for (let count = 0; count < 60; count += 1)
      await emulator.fetch("https://eks.us-west-2.amazonaws.com/none");
    const lines = failureOf(emulator, "DescribeCluster").split("\n");
    expect(lines[2]).toBe("The emulator received 60 requests, of which these are the last 50:");
    expect(lines[3]).toMatch(/^ {2}11\. eks GET \/none/);
    expect(lines).toHaveLength(53);
  });
});
